/** How long accounts may run live features. */
@NullMarked
package dev.creditledger.api.quota;

import org.jspecify.annotations.NullMarked;
