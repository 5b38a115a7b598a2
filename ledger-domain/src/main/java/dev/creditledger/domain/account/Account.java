package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.Referring;
import dev.creditledger.domain.account.AccountCommand.ReleaseHold;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountCommand.RevokeGrant;
import dev.creditledger.domain.account.AccountEvent.AccountClosed;
import dev.creditledger.domain.account.AccountEvent.AccountFrozen;
import dev.creditledger.domain.account.AccountEvent.AccountOpened;
import dev.creditledger.domain.account.AccountEvent.AccountUnfrozen;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantActivated;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountEvent.HoldExpired;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import dev.creditledger.domain.account.AccountEvent.HoldReleased;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A credit account as its events have made it: only what is open, so it stays small however long its history.
 *
 * <p>{@link #decide} first applies what is due at the command's time and puts those events before its own; a rejection
 * computes as if they had happened. Time never runs backwards: a command that comes with an earlier time than the last
 * event is decided at that event's time.
 *
 * @param clock when the last event was booked
 * @param grants how many grants there have been
 */
public record Account(
        AccountId id,
        Optional<SubjectId> owner,
        Status status,
        Instant clock,
        long grants,
        Lots lots,
        Holds holds,
        Totals totals) {

    public static Account unopened(AccountId id) {
        return new Account(id, Optional.empty(), Status.UNOPENED, Instant.MIN, 0, Lots.NONE, Holds.NONE, Totals.ZERO);
    }

    public Balance balance() {
        return lots.balance();
    }

    public Decision<AccountEvent, AccountRejection> decide(AccountCommand command) {
        var now = timeOf(command.at());
        var due = DueEvents.of(this, now);
        return new Judgement(evolve(due), now).of(command).after(due);
    }

    /** The account at {@code now}, with what has become due. */
    public Account settled(Instant now) {
        return evolve(DueEvents.of(this, timeOf(now)));
    }

    /** Whether {@code amount} may be spent at {@code now}. */
    public Authorization authorize(Credits amount, Instant now) {
        var remaining = settled(now).balance().available();
        return new Authorization(status == Status.OPEN && !amount.exceeds(remaining), amount, remaining);
    }

    /** The id whose {@link Past} the command needs, because this state has closed what it is about. */
    public Optional<UUID> missing(AccountCommand command) {
        if (!(command instanceof Referring referring)) {
            return Optional.empty();
        }
        var then = settled(command.at());
        var open = switch (referring) {
            case ReverseDeduction _ -> false;
            case RevokeGrant revoke -> then.lots.find(revoke.grant()).isPresent();
            case CaptureHold capture -> then.holds.find(capture.hold()).isPresent();
            case ReleaseHold release -> then.holds.find(release.hold()).isPresent();
        };
        return open ? Optional.empty() : Optional.of(referring.refersTo());
    }

    private Instant timeOf(Instant at) {
        return at.isBefore(clock) ? clock : at;
    }

    Account evolve(List<AccountEvent> events) {
        var account = this;
        for (var event : events) {
            account = account.evolve(event);
        }
        return account;
    }

    public Account evolve(AccountEvent event) {
        return apply(event).at(event.bookedAt());
    }

    private Account apply(AccountEvent event) {
        return switch (event) {
            case AccountOpened opened -> opened(opened.owner());
            case CreditsGranted granted ->
                with(lots.with(new Lot(
                                granted.grant(),
                                granted.terms(),
                                granted.amount(),
                                Credits.ZERO,
                                granted.pending(),
                                false)))
                        .with(totals.plusGranted(granted.amount()))
                        .countingGrant();
            case GrantActivated activated -> with(lots.changed(activated.grant(), (lot, _) -> lot.activated()));
            case CreditsDeducted deducted ->
                with(lots.spent(deducted.drawn())).with(totals.plusDeducted(deducted.amount()));
            case CreditsExpired expired ->
                with(lots.changed(expired.grant(), (lot, _) -> lot.emptied()))
                        .with(totals.plusExpired(expired.amount()));
            case GrantRevoked revoked -> revoked(revoked);
            case DeductionReversed reversed ->
                with(lots.refunded(reversed.returned()))
                        .with(totals.minusDeducted(reversed.amount()))
                        .losing(reversed.returned());
            case HoldPlaced placed ->
                with(lots.reserved(placed.heldFrom()))
                        .with(holds.with(new Hold(placed.hold(), placed.expiresAt(), placed.heldFrom())));
            case HoldCaptured captured ->
                with(lots.captured(captured.drawn()).released(captured.returned()))
                        .with(holds.without(captured.hold()))
                        .with(totals.plusDeducted(captured.amount()))
                        .losing(captured.returned());
            case HoldReleased released -> letGo(released.hold(), released.returned());
            case HoldExpired expired -> letGo(expired.hold(), expired.returned());
            case AccountFrozen _ -> with(Status.FROZEN);
            case AccountUnfrozen _ -> with(Status.OPEN);
            case AccountClosed closed ->
                with(Lots.NONE).losing(closed.settled()).with(Status.CLOSED);
        };
    }

    private Account letGo(HoldId hold, List<Returned> returned) {
        return with(lots.released(returned)).with(holds.without(hold)).losing(returned);
    }

    private Account revoked(GrantRevoked event) {
        var account = lots.find(event.grant()).isPresent()
                ? with(lots.changed(event.grant(), (lot, _) -> lot.revokedNow()))
                : this;
        return account.with(totals.plusRevoked(event.revoked()));
    }

    /** What returned to a dead lot counts as expired or revoked. */
    private Account losing(List<Returned> returned) {
        return with(totals.plusExpired(Returned.sum(returned, Fate.EXPIRED))
                .plusRevoked(Returned.sum(returned, Fate.REVOKED)));
    }

    private Account opened(SubjectId by) {
        return new Account(id, Optional.of(by), Status.OPEN, clock, grants, lots, holds, totals);
    }

    private Account countingGrant() {
        return new Account(id, owner, status, clock, grants + 1, lots, holds, totals);
    }

    private Account at(Instant time) {
        return new Account(id, owner, status, timeOf(time), grants, lots, holds, totals);
    }

    private Account with(Status changed) {
        return new Account(id, owner, changed, clock, grants, lots, holds, totals);
    }

    private Account with(Lots changed) {
        return new Account(id, owner, status, clock, grants, changed, holds, totals);
    }

    private Account with(Holds changed) {
        return new Account(id, owner, status, clock, grants, lots, changed, totals);
    }

    private Account with(Totals changed) {
        return new Account(id, owner, status, clock, grants, lots, holds, changed);
    }
}
