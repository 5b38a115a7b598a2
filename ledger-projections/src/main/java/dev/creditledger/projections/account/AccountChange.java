package dev.creditledger.projections.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountEvent;
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
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.Moves;
import dev.creditledger.domain.account.Returned;
import dev.creditledger.domain.account.Status;
import dev.creditledger.domain.session.SessionEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a batch of events changes in one account. Credits in millionths, as changes may be negative. */
final class AccountChange {

    record Opened(AccountOpened event, long sequence, long position) {}

    record Placed(HoldPlaced event, long position) {}

    record Closed(String account, HoldId hold) {}

    final String account;
    /** Sequence of its first event in the batch. */
    final long first;

    final Map<GrantId, LotChange> lots = new LinkedHashMap<>(2);
    /** Most accounts in a batch have no holds: the maps are made when there is one. */
    Map<HoldId, Placed> placed = Map.of();

    Set<HoldId> closed = Set.of();

    @Nullable Opened opened;

    @Nullable Status status;

    Balance balance = Balance.ZERO;
    Instant clock = Instant.MIN;
    long sequence;
    long granted;
    long deducted;
    long expired;
    long revoked;
    long uncovered;
    long grants;
    /** Whether it may have changed when something is due. */
    boolean due;

    AccountChange(String account, long first) {
        this.account = account;
        this.first = first;
    }

    /** The sequence that the row must have for the change to be the next. A new row has that of the opening. */
    long applied() {
        return opened == null ? first - 1 : opened.sequence();
    }

    void add(BoundEvent event, long sequenceOfEvent, long position) {
        balance = event.balance();
        clock = event.bookedAt();
        sequence = sequenceOfEvent;
        if (event instanceof CreditsDeducted it && it.uncovered().isEmpty()) {
            // Nearly all are, and the switch over all kinds is slower.
            spend(it);
            return;
        }
        due = true;
        if (event instanceof AccountEvent other) {
            addOther(other, sequenceOfEvent, position);
        } else if (event instanceof SessionEvent session) {
            move(session.moves());
        }
    }

    private void move(Moves moves) {
        deducted += moves.spent().millionths();
        moves.heldFrom().forEach(this::reserve);
        moves.drawn().forEach(this::capture);
        moves.returned().forEach(this::release);
    }

    private void spend(CreditsDeducted event) {
        deducted += event.amount().millionths();
        event.uncovered().ifPresent(rest -> uncovered += rest.millionths());
        for (var draw : event.drawn()) {
            spend(draw);
        }
    }

    private void addOther(AccountEvent event, long sequenceOfEvent, long position) {
        switch (event) {
            case AccountOpened it -> opened = new Opened(it, sequenceOfEvent, position);
            case CreditsGranted it -> grant(it);
            case GrantActivated it -> {
                lot(it.grant()).activated = true;
                repay(it.grant(), it.repaid());
            }
            case CreditsDeducted it -> spend(it);
            case CreditsExpired it -> {
                expired += it.amount().millionths();
                lot(it.grant()).remaining -= it.amount().millionths();
            }
            case GrantRevoked it -> revoke(it);
            case GrantReduced it -> {
                revoked += it.amount().millionths();
                lot(it.grant()).remaining -= it.amount().millionths();
            }
            case UncoveredWrittenOff it -> uncovered -= it.amount().millionths();
            case DeductionReversed it -> {
                deducted -= it.amount().millionths();
                it.returned().forEach(this::giveBack);
            }
            case HoldPlaced it -> {
                placed = placed.isEmpty() ? new LinkedHashMap<>() : placed;
                placed.put(it.hold(), new Placed(it, position));
                it.heldFrom().forEach(this::reserve);
            }
            case HoldCaptured it -> {
                deducted += it.amount().millionths();
                it.drawn().forEach(this::capture);
                close(it.hold(), it.returned());
            }
            case HoldReleased it -> close(it.hold(), it.returned());
            case HoldExpired it -> close(it.hold(), it.returned());
            case AccountFrozen _ -> status = Status.FROZEN;
            case AccountUnfrozen _ -> status = Status.OPEN;
            case AccountClosed it -> {
                status = Status.CLOSED;
                it.settled().forEach(this::settle);
            }
        }
    }

    private void grant(CreditsGranted event) {
        grants++;
        granted += event.amount().millionths();
        var lot = lot(event.grant());
        lot.granted = event;
        lot.remaining += event.amount().millionths();
        repay(event.grant(), event.repaid());
    }

    private void repay(GrantId grant, Optional<Credits> repaid) {
        if (repaid.isPresent()) {
            var amount = repaid.get().millionths();
            lot(grant).remaining -= amount;
            deducted += amount;
            uncovered -= amount;
        }
    }

    private void revoke(GrantRevoked event) {
        revoked += event.revoked().millionths();
        var lot = lot(event.grant());
        lot.revoked = true;
        lot.remaining -= event.revoked().millionths();
    }

    private void spend(Draw draw) {
        lot(draw.grant()).remaining -= draw.amount().millionths();
    }

    private void reserve(Draw draw) {
        var lot = lot(draw.grant());
        lot.remaining -= draw.amount().millionths();
        lot.held += draw.amount().millionths();
    }

    private void capture(Draw part) {
        lot(part.grant()).held -= part.amount().millionths();
    }

    private void close(HoldId hold, Collection<Returned> returned) {
        if (!placed.containsKey(hold)) {
            closed = closed.isEmpty() ? new HashSet<>() : closed;
            closed.add(hold);
        } else {
            placed.remove(hold);
        }
        returned.forEach(this::release);
    }

    private void release(Returned part) {
        lot(part.grant()).held -= part.amount().millionths();
        giveBack(part);
    }

    /** To its lot, or to where dead lots go. */
    private void giveBack(Returned part) {
        switch (part.fate()) {
            case AVAILABLE -> lot(part.grant()).remaining += part.amount().millionths();
            case EXPIRED -> expired += part.amount().millionths();
            case REVOKED -> revoked += part.amount().millionths();
        }
    }

    private void settle(Returned rest) {
        lot(rest.grant()).remaining -= rest.amount().millionths();
        giveBack(rest);
    }

    private LotChange lot(GrantId grant) {
        var lot = lots.get(grant);
        if (lot == null) {
            lot = new LotChange(account, grant);
            lots.put(grant, lot);
        }
        return lot;
    }

    Stream<LotChange> newLots() {
        return lots.values().stream().filter(lot -> lot.granted != null);
    }

    Stream<LotChange> changedLots() {
        return lots.values().stream().filter(lot -> lot.granted == null);
    }

    Stream<Closed> closedHolds() {
        return closed.stream().map(hold -> new Closed(account, hold));
    }

    /** What a batch changes in one lot. */
    static final class LotChange {
        final String account;
        final GrantId grant;

        @Nullable CreditsGranted granted;

        long remaining;
        long held;
        boolean activated;
        boolean revoked;

        LotChange(String account, GrantId grant) {
            this.account = account;
            this.grant = grant;
        }

        boolean isSpentOnly() {
            return held == 0 && !activated && !revoked;
        }
    }
}
