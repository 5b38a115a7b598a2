package dev.creditledger.domain.subscription;

import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountRejection.AccountIsClosed;
import dev.creditledger.domain.account.AccountRejection.LimitReached;
import dev.creditledger.domain.account.AccountRejection.NoSuchAccount;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Lots;
import dev.creditledger.domain.account.Status;
import dev.creditledger.domain.subscription.SubscriptionCommand.SetSubscription;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionChanged;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionChanged.Before;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionRenewed;
import dev.creditledger.domain.subscription.SubscriptionRejection.IllegalStatusChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an account's subscription says to a command at {@code now}, and what it does by itself when a period is over. */
public record Subscribing(Account account, Optional<Subscription> subscription, Instant now) {

    public Decision<BoundEvent, Rejection> of(SubscriptionCommand command) {
        return switch (account.status()) {
            case UNOPENED -> Decision.reject(new NoSuchAccount(account.id()));
            case CLOSED -> Decision.reject(new AccountIsClosed(account.id()));
            case OPEN, FROZEN ->
                switch (command) {
                    case SetSubscription set -> set(set);
                };
        };
    }

    private Decision<BoundEvent, Rejection> set(SetSubscription set) {
        var legal = subscription
                .map(it -> it.status().mayBecome(set.status()))
                .orElse(SubscriptionStatus.FIRST.contains(set.status()));
        if (!legal) {
            return Decision.reject(new IllegalStatusChange(
                    subscription.map(Subscription::status),
                    set.status(),
                    subscription.map(it -> it.status().next()).orElse(SubscriptionStatus.FIRST)));
        }
        if (upgradesOnceMore(set)) {
            return Decision.reject(new LimitReached("grants_in_a_period", Period.GRANTS_MAX));
        }
        var anchor =
                set.anchor().or(() -> subscription.map(Subscription::anchor)).orElse(now);
        var covered = subscription.flatMap(Subscription::period);
        var change = new Allotting(account, now, now);
        var period = set.status() == SubscriptionStatus.ACTIVE
                ? change.covering(covered, set.plan(), anchor, cycle(anchor))
                : covered;
        if (change.granted().isPositive() && !account.takesLot()) {
            return Decision.reject(new LimitReached("open_lots", Lots.OPEN_MAX));
        }
        var events = new ArrayList<BoundEvent>(change.events());
        events.add(new SubscriptionChanged(
                account.id(),
                subscription.map(it -> new Before(it.plan().tier(), it.status(), it.anchor())),
                set.plan(),
                set.status(),
                anchor,
                cycle(anchor),
                period,
                change.granted(),
                change.withdrawn(),
                change.account().balance(),
                set.text().about(account.owner().orElseThrow()),
                now,
                now));
        return new Decision.Accepted<>(events);
    }

    /** A higher plan for a period that has had all the grants it may have. */
    private boolean upgradesOnceMore(SetSubscription set) {
        return set.status() == SubscriptionStatus.ACTIVE
                && subscription
                        .flatMap(Subscription::period)
                        .filter(it -> !it.isOver(now) && it.grants().size() >= Period.GRANTS_MAX)
                        .filter(it -> set.plan().allocation().exceeds(it.allocation()))
                        .isPresent();
    }

    private int cycle(Instant anchor) {
        return subscription
                .map(it -> it.anchor().equals(anchor) ? it.cycle() : it.cycle() + 1)
                .orElse(1);
    }

    /** Begins the next period if the last one is over; no more than one. */
    public List<BoundEvent> renewal() {
        var renewsAt = subscription.flatMap(Subscription::renewsAt).filter(at -> !now.isBefore(at));
        if (renewsAt.isEmpty() || account.status() == Status.CLOSED) {
            return List.of();
        }
        var known = subscription.orElseThrow();
        var at = renewsAt.get();
        var next = Period.containing(
                at, known.anchor(), known.cycle(), known.plan().allocation());
        var change = new Allotting(account, at, now);
        var rolledOver = change.rollOver(known.plan().rollover(known.unspent()), known.plan(), next);
        var period = change.allot(next, known.plan());
        var events = new ArrayList<BoundEvent>(change.events());
        events.add(new SubscriptionRenewed(
                account.id(),
                period,
                change.granted().minus(rolledOver),
                known.unspent(),
                rolledOver,
                change.account().balance(),
                at,
                now));
        return events;
    }
}
