/** How people see that something gets on. */
@NullMarked
package dev.creditledger.api.progress;

import org.jspecify.annotations.NullMarked;
