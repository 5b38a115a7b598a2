package dev.creditledger.projections.subscription;

import dev.creditledger.domain.subscription.Subscription;

/**
 * An account's subscription.
 *
 * @param position the log position up to which it is true
 */
public record SubscriptionView(Subscription subscription, long position) {}
