package dev.creditledger.projections.statement;

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
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.account.Fate;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.Returned;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.quota.QuotaEvent;
import dev.creditledger.domain.quota.QuotaEvent.AccountQuotaSet;
import dev.creditledger.domain.session.SessionEvent;
import dev.creditledger.domain.session.SessionEvent.Charged;
import dev.creditledger.domain.session.SessionEvent.HeartbeatReceived;
import dev.creditledger.domain.session.SessionEvent.LowBalanceReached;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionResumed;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.subscription.SubscriptionEvent;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionChanged;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionRenewed;
import dev.creditledger.projections.statement.EntryView.Ids;
import dev.creditledger.projections.statement.EntryView.Spent;
import java.util.List;
import java.util.Optional;

/** How an event reads in a statement. */
record Booking(EntryKind kind, Credits amount, Credits lost, Ids ids, Spent spent) {

    private static final Spent NOTHING =
            new Spent(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Empty: it changes nothing that a statement tells of. */
    static Optional<Booking> of(BoundEvent event) {
        return switch (event) {
            case AccountEvent it -> Optional.of(of(it));
            case SubscriptionEvent it -> Optional.of(of(it));
            case SessionEvent it -> of(it);
            case QuotaEvent it -> Optional.of(of(it));
            default -> throw new IllegalArgumentException("a statement does not know " + event.getClass());
        };
    }

    /** What it grants and takes back has entries of its own. */
    private static Booking of(SubscriptionEvent event) {
        return switch (event) {
            case SubscriptionChanged _ -> ofAccount(EntryKind.SUBSCRIPTION, List.of());
            case SubscriptionRenewed _ -> ofAccount(EntryKind.RENEWAL, List.of());
        };
    }

    private static Optional<Booking> of(SessionEvent event) {
        return switch (event) {
            case SessionStarted it ->
                Optional.of(new Booking(
                        EntryKind.SESSION_START,
                        Draw.sum(it.moves().heldFrom()),
                        Credits.ZERO,
                        Ids.NONE.with(it.session()),
                        on(DeductionType.CUSTOM, Optional.of(it.rate().action()), Optional.empty())));
            case SessionCheckpointed it ->
                it.amount().isZero() && it.moves().heldFrom().isEmpty()
                        ? Optional.empty()
                        : Optional.of(ofCharge(EntryKind.SESSION_CHARGE, it));
            case SessionEnded it -> Optional.of(ofCharge(EntryKind.SESSION_END, it));
            case SessionResumed _, HeartbeatReceived _, LowBalanceReached _ -> Optional.empty();
        };
    }

    private static Booking ofCharge(EntryKind kind, Charged event) {
        return new Booking(
                kind,
                event.amount(),
                lost(event.moves().returned()),
                ids(event.deduction(), Optional.empty(), Optional.empty()).with(event.session()),
                on(event.type(), event.chargedFeature(), Optional.empty()));
    }

    private static Booking of(QuotaEvent event) {
        return switch (event) {
            case AccountQuotaSet _ -> ofAccount(EntryKind.QUOTA, List.of());
        };
    }

    private static Booking of(AccountEvent event) {
        return switch (event) {
            case AccountOpened _ -> ofAccount(EntryKind.OPENING, List.of());
            case AccountFrozen _ -> ofAccount(EntryKind.FREEZE, List.of());
            case AccountUnfrozen _ -> ofAccount(EntryKind.UNFREEZE, List.of());
            case AccountClosed it -> ofAccount(EntryKind.CLOSURE, it.settled());
            case CreditsGranted it -> ofGrant(EntryKind.GRANT, it.amount(), it.repaid(), it.grant());
            case GrantActivated it -> ofGrant(EntryKind.ACTIVATION, it.amount(), it.repaid(), it.grant());
            case CreditsExpired it -> ofGrant(EntryKind.EXPIRY, it.amount(), it.grant());
            case GrantRevoked it -> ofGrant(EntryKind.REVOCATION, it.revoked(), it.grant());
            case GrantReduced it -> ofGrant(EntryKind.REDUCTION, it.amount(), it.grant());
            case UncoveredWrittenOff it ->
                new Booking(EntryKind.WRITE_OFF, it.amount(), Credits.ZERO, Ids.NONE, NOTHING);
            case CreditsDeducted it ->
                new Booking(
                        EntryKind.DEDUCTION,
                        it.amount(),
                        Credits.ZERO,
                        ids(it.deduction(), Optional.empty(), Optional.empty()),
                        on(it.type(), it.feature(), it.usage()));
            case DeductionReversed it ->
                new Booking(
                        EntryKind.REVERSAL,
                        it.amount(),
                        lost(it.returned()),
                        ids(it.deduction(), Optional.empty(), Optional.of(it.reversal())),
                        on(it.type(), it.feature(), Optional.empty()));
            case HoldPlaced it -> ofHold(EntryKind.HOLD, it.amount(), it.hold(), List.of());
            case HoldReleased it -> ofHold(EntryKind.RELEASE, it.amount(), it.hold(), it.returned());
            case HoldExpired it -> ofHold(EntryKind.HOLD_EXPIRY, it.amount(), it.hold(), it.returned());
            case HoldCaptured it ->
                new Booking(
                        EntryKind.CAPTURE,
                        it.amount(),
                        lost(it.returned()),
                        ids(it.deduction(), Optional.of(it.hold()), Optional.empty()),
                        on(it.type(), it.feature(), Optional.empty()));
        };
    }

    private static Booking ofAccount(EntryKind kind, List<Returned> settled) {
        return new Booking(kind, sum(settled), Credits.ZERO, Ids.NONE, NOTHING);
    }

    private static Booking ofGrant(EntryKind kind, Credits amount, GrantId grant) {
        return ofGrant(kind, amount, Optional.empty(), grant);
    }

    private static Booking ofGrant(EntryKind kind, Credits amount, Optional<Credits> repaid, GrantId grant) {
        var ids = new Ids(Optional.of(grant), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return new Booking(kind, amount, repaid.orElse(Credits.ZERO), ids, NOTHING);
    }

    private static Booking ofHold(EntryKind kind, Credits amount, HoldId hold, List<Returned> returned) {
        var ids = new Ids(Optional.empty(), Optional.empty(), Optional.of(hold), Optional.empty(), Optional.empty());
        return new Booking(kind, amount, lost(returned), ids, NOTHING);
    }

    private static Ids ids(DeductionId deduction, Optional<HoldId> hold, Optional<ReversalId> reversal) {
        return new Ids(Optional.empty(), Optional.of(deduction), hold, reversal, Optional.empty());
    }

    private static Spent on(DeductionType type, Optional<String> feature, Optional<RatedUsage> usage) {
        return new Spent(
                Optional.of(type),
                feature,
                usage.map(it -> it.tokens().vendor()),
                usage.map(it -> it.tokens().model()));
    }

    private static Credits lost(List<Returned> parts) {
        return sum(parts.stream().filter(part -> part.fate() != Fate.AVAILABLE).toList());
    }

    private static Credits sum(List<Returned> parts) {
        return parts.stream().map(Returned::amount).reduce(Credits.ZERO, Credits::plus);
    }
}
