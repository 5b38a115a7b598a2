/** Subscriptions within an account: tiers, statuses, and what each period allots. */
@NullMarked
package dev.creditledger.domain.subscription;

import org.jspecify.annotations.NullMarked;
