/** What accounts have subscribed to. */
@NullMarked
package dev.creditledger.api.subscription;

import org.jspecify.annotations.NullMarked;
