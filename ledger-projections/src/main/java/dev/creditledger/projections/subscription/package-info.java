/** What accounts have subscribed to. */
@NullMarked
package dev.creditledger.projections.subscription;

import org.jspecify.annotations.NullMarked;
