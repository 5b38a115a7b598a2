package dev.creditledger.domain.subscription;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.account.Standing;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionChanged;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionRenewed;
import java.time.Instant;
import java.util.Optional;

/**
 * An account's subscription as its events have made it.
 *
 * @param anchor where periods are counted from
 * @param cycle counts the anchors, from 1
 * @param period the last that was covered; empty: none yet
 * @param unspent what expired of that period's grants
 */
public record Subscription(
        Plan plan, SubscriptionStatus status, Instant anchor, int cycle, Optional<Period> period, Credits unspent) {

    public static Subscription of(SubscriptionChanged first) {
        return new Subscription(
                first.plan(), first.status(), first.anchor(), first.cycle(), first.period(), Credits.ZERO);
    }

    /** When its next period begins. */
    public Optional<Instant> renewsAt() {
        return status == SubscriptionStatus.ACTIVE && plan.allots() ? period.map(Period::until) : Optional.empty();
    }

    public Standing standing() {
        var stopped =
                plan.maySpend(status) ? Optional.<String>empty() : Optional.of("subscription_" + EnumNames.of(status));
        return new Standing(plan.tier(), stopped);
    }

    public Subscription evolve(SubscriptionEvent event) {
        return switch (event) {
            case SubscriptionChanged changed ->
                new Subscription(
                        changed.plan(),
                        changed.status(),
                        changed.anchor(),
                        changed.cycle(),
                        changed.period(),
                        Credits.ZERO);
            case SubscriptionRenewed renewed ->
                new Subscription(plan, status, anchor, cycle, Optional.of(renewed.period()), Credits.ZERO);
        };
    }

    /** Takes note of what happens to its grants. */
    public Subscription noting(AccountEvent event) {
        return event instanceof CreditsExpired expired
                        && period.filter(it -> it.grants().contains(expired.grant()))
                                .isPresent()
                ? new Subscription(plan, status, anchor, cycle, period, unspent.plus(expired.amount()))
                : this;
    }
}
