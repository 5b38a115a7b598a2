package dev.creditledger.domain.subscription;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.Allotment;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.LedgerKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Grants an account what its subscription allots, and takes back what it no longer does. */
final class Allotting {

    private final Instant at;
    private final Instant now;
    private final List<AccountEvent> events = new ArrayList<>();
    private Account account;
    private Credits granted = Credits.ZERO;
    private Credits withdrawn = Credits.ZERO;

    /** @param at when it happens, though it may be noticed later, at {@code now} */
    Allotting(Account account, Instant at, Instant now) {
        this.account = account;
        this.at = at;
        this.now = now;
    }

    List<AccountEvent> events() {
        return events;
    }

    /** With what was granted and taken back. */
    Account account() {
        return account;
    }

    Credits granted() {
        return granted;
    }

    Credits withdrawn() {
        return withdrawn;
    }

    /** Sees to it that an active subscription has what it should have now: once for any time. */
    Optional<Period> covering(Optional<Period> covered, Plan plan, Instant anchor, int cycle) {
        if (covered.isPresent() && !covered.get().isOver(now)) {
            return Optional.of(adjusted(covered.get(), plan));
        }
        if (!plan.allots()) {
            return covered;
        }
        var period = Period.containing(now, anchor, cycle, plan.allocation());
        // A first period begins with its month; before the anchor there is only what is left of one.
        var since = covered.map(Period::until).orElse(period.number() < 0 ? now : period.start());
        return Optional.of(allot(period.coveredSince(since), plan));
    }

    /** Covers all of a period that is not covered yet. */
    Period allot(Period period, Plan plan) {
        var amount = period.share(plan.allocation(), period.from());
        return period.with(plan.allocation(), grant(amount, period.allocationKey(), plan, period, period.from()));
    }

    /** @return what was rolled over */
    Credits rollOver(Credits amount, Plan plan, Period into) {
        var before = granted;
        grant(amount, into.rolloverKey(), plan, into, into.from());
        return granted.minus(before);
    }

    /**
     * Gives or takes the difference between what the plans allot for the rest of the period, each rounded down: so changes
     * within a second gain nothing, whichever way they go. What cannot be taken is not given once more.
     */
    private Period adjusted(Period period, Plan plan) {
        var before = period.share(period.allocation(), now);
        var after = period.share(plan.allocation(), now);
        if (after.exceeds(before)) {
            var more = after.minus(before);
            var given = more.min(period.ahead());
            return period.with(plan.allocation(), grant(more.minus(given), period.upgradeKey(), plan, period, now))
                    .ahead(period.ahead().minus(given));
        }
        var less = before.minus(after);
        withdraw(less, period.grants());
        return period.with(plan.allocation(), List.of()).ahead(period.ahead().plus(less.minus(withdrawn)));
    }

    /** Never more than an account may be granted in its life. */
    private List<GrantId> grant(Credits wanted, LedgerKey key, Plan plan, Period period, Instant from) {
        var amount = wanted.min(Credits.MAX.minus(account.totals().granted()));
        if (amount.isZero()) {
            return List.of();
        }
        var event = Allotment.granted(account, key, amount, plan.funding(), from, period.until(), at, now);
        apply(event);
        granted = granted.plus(amount);
        return List.of(event.grant());
    }

    /** What was granted last goes first; what is reserved or spent stays so. */
    private void withdraw(Credits amount, List<GrantId> grants) {
        var rest = amount;
        for (var grant : grants.reversed()) {
            var reduced = Allotment.reduced(account, grant, rest, now);
            if (reduced.isPresent()) {
                apply(reduced.get());
                rest = rest.minus(reduced.get().amount());
                withdrawn = withdrawn.plus(reduced.get().amount());
            }
        }
    }

    private void apply(AccountEvent event) {
        events.add(event);
        account = account.evolve(event);
    }
}
