package dev.creditledger.domain.subscription;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.BoundEvent;
import java.time.Instant;
import java.util.Optional;

/** What can happen to an account's subscription. What it grants and takes back stands before it in events of the account. */
public sealed interface SubscriptionEvent extends BoundEvent {

    /**
     * @param before how it was; empty: there was none
     * @param cycle counts the anchors, from 1
     * @param period the last that was covered; empty: none yet
     * @param granted with this change
     * @param withdrawn with this change
     */
    record SubscriptionChanged(
            AccountId account,
            Optional<Before> before,
            Plan plan,
            SubscriptionStatus status,
            Instant anchor,
            int cycle,
            Optional<Period> period,
            Credits granted,
            Credits withdrawn,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements SubscriptionEvent {

        public record Before(Tier tier, SubscriptionStatus status, Instant anchor) {}
    }

    /**
     * The next period has begun.
     *
     * @param granted for it
     * @param unspent what the period before it left
     * @param rolledOver what of that was granted once more
     */
    record SubscriptionRenewed(
            AccountId account,
            Period period,
            Credits granted,
            Credits unspent,
            Credits rolledOver,
            Balance balance,
            Instant occurredAt,
            Instant bookedAt)
            implements SubscriptionEvent {}
}
