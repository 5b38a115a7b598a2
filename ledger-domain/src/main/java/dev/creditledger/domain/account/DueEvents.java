package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.account.AccountEvent.GrantActivated;
import dev.creditledger.domain.account.AccountEvent.HoldExpired;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What has become due on an account and is not written yet, in the order in which it happened. At one instant grants
 * take effect first, then holds end, then lots expire.
 */
final class DueEvents {

    private DueEvents() {}

    static List<AccountEvent> of(Account account, Instant now) {
        var events = new ArrayList<AccountEvent>();
        var state = account;
        for (var due = next(state, now); due.isPresent(); due = next(state, now)) {
            events.add(due.get());
            state = state.evolve(due.get());
        }
        return events;
    }

    static Optional<AccountEvent> next(Account account, Instant now) {
        var first = now;
        Optional<AccountEvent> due = Optional.empty();
        for (var lot : account.lots().inDrawOrder()) {
            var at = lot.terms().effectiveAt();
            if (lot.pending() && comesFirst(at, first, due)) {
                first = at;
                due = Optional.of(activation(account, lot, now));
            }
        }
        for (var hold : account.holds().bySoonestExpiry()) {
            if (!comesFirst(hold.expiresAt(), first, due)) {
                break;
            }
            first = hold.expiresAt();
            due = Optional.of(expiry(account, hold, now));
        }
        for (var lot : account.lots().inDrawOrder()) {
            var at = lot.terms().expiresAt().orElse(Instant.MAX);
            if (!lot.pending() && lot.remaining().isPositive() && comesFirst(at, first, due)) {
                first = at;
                due = Optional.of(expiry(account, lot, now));
            }
        }
        return due;
    }

    /** At the same instant the one found earlier stays first. */
    private static boolean comesFirst(Instant at, Instant first, Optional<AccountEvent> found) {
        return found.isPresent() ? at.isBefore(first) : !at.isAfter(first);
    }

    private static GrantActivated activation(Account account, Lot lot, Instant now) {
        var repaid = lot.repays() ? account.uncovered().min(lot.remaining()) : Credits.ZERO;
        var after = account.lots().changed(lot.grant(), (pending, _) -> pending.activated(repaid));
        return new GrantActivated(
                account.id(),
                lot.grant(),
                lot.remaining(),
                Optional.of(repaid).filter(Credits::isPositive),
                after.balance(),
                lot.terms().effectiveAt(),
                now);
    }

    private static CreditsExpired expiry(Account account, Lot lot, Instant now) {
        var after = account.lots().changed(lot.grant(), (dead, _) -> dead.emptied());
        return new CreditsExpired(
                account.id(),
                lot.grant(),
                lot.remaining(),
                after.balance(),
                lot.terms().expiresAt().orElseThrow(),
                now);
    }

    /** The credits return as of the instant at which the hold ended, whenever that is noticed. */
    private static HoldExpired expiry(Account account, Hold hold, Instant now) {
        var returned = account.lots().returning(hold.parts(), hold.expiresAt());
        var after = account.lots().released(returned);
        return new HoldExpired(
                account.id(), hold.id(), hold.amount(), returned, after.balance(), hold.expiresAt(), now);
    }
}
