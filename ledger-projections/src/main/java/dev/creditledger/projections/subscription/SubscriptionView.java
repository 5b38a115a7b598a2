package dev.creditledger.projections.subscription;

import dev.creditledger.domain.subscription.Subscription;
import java.time.Instant;

/**
 * An account's subscription.
 *
 * @param changedAt when it was last changed by hand
 * @param position the log position up to which it is true
 */
public record SubscriptionView(Subscription subscription, Instant changedAt, long position) {}
