package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.FollowUp;
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
import dev.creditledger.domain.account.AccountEvent.GrantReduced;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountEvent.HoldExpired;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import dev.creditledger.domain.account.AccountEvent.HoldReleased;
import dev.creditledger.domain.account.AccountEvent.UncoveredWrittenOff;
import dev.creditledger.domain.account.AccountRejection.AccountIsFrozen;
import dev.creditledger.domain.account.AccountRejection.SpendingStopped;
import dev.creditledger.domain.account.AccountRejection.UsageUncovered;
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
 * @param uncovered usage that was recorded and nothing has paid for
 * @param month token usage in the last month in which there was any
 */
public record Account(
        AccountId id,
        Optional<SubjectId> owner,
        Status status,
        Instant clock,
        long grants,
        Lots lots,
        Holds holds,
        Totals totals,
        Credits uncovered,
        MonthUsage month) {

    public static Account unopened(AccountId id) {
        return new Account(
                id,
                Optional.empty(),
                Status.UNOPENED,
                Instant.MIN,
                0,
                Lots.NONE,
                Holds.NONE,
                Totals.ZERO,
                Credits.ZERO,
                MonthUsage.NONE);
    }

    public Balance balance() {
        return lots.balance();
    }

    /** Whether a caller may have it granted one more lot. */
    public boolean takesLot() {
        return !lots.full();
    }

    /** Decides as if there were nothing but the account within its boundary. */
    public Decision<AccountEvent, AccountRejection> decide(AccountCommand command) {
        var due = due(command.at());
        return evolve(due).judge(command, Standing.FREE).after(due);
    }

    /** What the account, with what is due applied, says to a command. */
    public Decision<AccountEvent, AccountRejection> judge(AccountCommand command, Standing standing) {
        return new Judgement(this, timeOf(command.at()), standing).of(command);
    }

    /** What has become due at {@code now}, in the order in which it happened. */
    public List<AccountEvent> due(Instant now) {
        return DueEvents.of(this, timeOf(now));
    }

    /** The first of what has become due at {@code now}. */
    public Optional<AccountEvent> nextDue(Instant now) {
        return DueEvents.next(this, timeOf(now));
    }

    /** The account at {@code now}, with what has become due. */
    public Account settled(Instant now) {
        return evolve(due(now));
    }

    /** Why nothing may be spent now, however much there is; of an account that was opened, with what is due applied. */
    public Optional<AccountRejection> spendingRefused(Standing standing) {
        if (status == Status.FROZEN) {
            return Optional.of(new AccountIsFrozen(id));
        }
        if (standing.stopped().isPresent()) {
            return Optional.of(new SpendingStopped(id, standing.stopped().get()));
        }
        return uncovered.isPositive() ? Optional.of(new UsageUncovered(uncovered)) : Optional.empty();
    }

    /** Whether {@code amount} may be spent now, by an account with what is due applied. */
    public Authorization authorize(Credits amount, Standing standing) {
        var remaining = balance().available();
        var maySpend = status == Status.OPEN && spendingRefused(standing).isEmpty() && !amount.exceeds(remaining);
        return new Authorization(maySpend, amount, remaining);
    }

    /**
     * What charging a metered reservation moves.
     *
     * @param held what it has reserved
     * @param more to reserve in addition; the account has that much available
     * @param charge to spend of what is reserved then; it is at least that much
     */
    public Moves metering(List<Draw> held, Credits more, Credits charge) {
        var heldFrom = lots.draw(more);
        var reserved = lots.together(held, heldFrom);
        return new Moves(heldFrom, Draw.first(reserved, charge), Draw.rest(reserved, charge), List.of());
    }

    /** As {@link #metering}, for the last time: what is left of the reservation goes back as of {@code now}. */
    public Moves settling(List<Draw> held, Credits more, Credits charge, Instant now) {
        var moves = metering(held, more, charge);
        var returned = lots.reserved(moves.heldFrom()).returning(moves.held(), now);
        return new Moves(moves.heldFrom(), moves.drawn(), List.of(), returned);
    }

    public Account moved(Moves moves) {
        return with(lots.reserved(moves.heldFrom()).captured(moves.drawn()).released(moves.returned()))
                .with(totals.plusDeducted(moves.spent()))
                .losing(moves.returned());
    }

    /**
     * The id whose {@link Past} the command needs, because this state, with what is due applied, has closed what it is
     * about.
     */
    public Optional<UUID> missing(FollowUp command) {
        var open = switch (command) {
            case ReverseDeduction _ -> false;
            case RevokeGrant revoke -> lots.find(revoke.grant()).isPresent();
            case CaptureHold capture -> holds.find(capture.hold()).isPresent();
            case ReleaseHold release -> holds.find(release.hold()).isPresent();
        };
        return open ? Optional.empty() : Optional.of(command.refersTo());
    }

    /** Time never runs backwards within an account. */
    public Instant timeOf(Instant at) {
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
                with(lots.with(Lot.of(granted)))
                        .with(totals.plusGranted(granted.amount()))
                        .repaid(granted.repaid())
                        .countingGrant();
            case GrantActivated activated ->
                with(lots.changed(
                                activated.grant(),
                                (lot, _) -> lot.activated(activated.repaid().orElse(Credits.ZERO))))
                        .repaid(activated.repaid());
            case CreditsDeducted deducted -> deducted(deducted);
            case CreditsExpired expired ->
                with(lots.changed(expired.grant(), (lot, _) -> lot.emptied()))
                        .with(totals.plusExpired(expired.amount()));
            case GrantRevoked revoked -> revoked(revoked);
            case GrantReduced reduced ->
                with(lots.spent(List.of(new Draw(reduced.grant(), reduced.amount()))))
                        .with(totals.plusRevoked(reduced.amount()));
            case UncoveredWrittenOff writtenOff -> owing(writtenOff.uncovered());
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

    private Account deducted(CreditsDeducted event) {
        var account = with(lots.spent(event.drawn())).with(totals.plusDeducted(event.amount()));
        if (event.usage().isEmpty()) {
            return account;
        }
        var charged = event.usage().get().credits();
        return account.owing(uncovered.plus(event.uncovered().orElse(Credits.ZERO)))
                .with(month.plus(event.bookedAt(), charged));
    }

    /** Credits of a grant that went to usage nothing had paid for. */
    private Account repaid(Optional<Credits> amount) {
        return amount.map(repaid -> with(totals.plusDeducted(repaid)).owing(uncovered.minus(repaid)))
                .orElse(this);
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
        return new Account(id, Optional.of(by), Status.OPEN, clock, grants, lots, holds, totals, uncovered, month);
    }

    private Account countingGrant() {
        return new Account(id, owner, status, clock, grants + 1, lots, holds, totals, uncovered, month);
    }

    /** The account when time has passed. */
    public Account at(Instant time) {
        return new Account(id, owner, status, timeOf(time), grants, lots, holds, totals, uncovered, month);
    }

    private Account with(Status changed) {
        return new Account(id, owner, changed, clock, grants, lots, holds, totals, uncovered, month);
    }

    private Account with(Lots changed) {
        return new Account(id, owner, status, clock, grants, changed, holds, totals, uncovered, month);
    }

    private Account with(Holds changed) {
        return new Account(id, owner, status, clock, grants, lots, changed, totals, uncovered, month);
    }

    private Account with(Totals changed) {
        return new Account(id, owner, status, clock, grants, lots, holds, changed, uncovered, month);
    }

    private Account owing(Credits changed) {
        return new Account(id, owner, status, clock, grants, lots, holds, totals, changed, month);
    }

    private Account with(MonthUsage changed) {
        return new Account(id, owner, status, clock, grants, lots, holds, totals, uncovered, changed);
    }
}
