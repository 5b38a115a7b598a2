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
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountEvent.HoldExpired;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import dev.creditledger.domain.account.AccountEvent.HoldReleased;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Fate;
import dev.creditledger.domain.account.Returned;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.projections.EnumNames;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How an event reads in a statement. */
record Booking(
        EntryKind kind,
        Credits amount,
        Credits lost,
        @Nullable UUID grant,
        @Nullable UUID deduction,
        @Nullable UUID hold,
        @Nullable UUID reversal,
        On spent) {

    /** What it was spent on. */
    record On(
            @Nullable String type,
            @Nullable String feature,
            @Nullable String vendor,
            @Nullable String model) {

        private static final On NOTHING = new On(null, null, null, null);

        static On of(DeductionType type, Optional<String> feature, Optional<RatedUsage> usage) {
            return new On(
                    EnumNames.of(type),
                    feature.orElse(null),
                    usage.map(it -> it.tokens().vendor()).orElse(null),
                    usage.map(it -> it.tokens().model()).orElse(null));
        }
    }

    static Booking of(AccountEvent event) {
        return switch (event) {
            case AccountOpened _ -> ofAccount(EntryKind.OPENING);
            case AccountFrozen _ -> ofAccount(EntryKind.FREEZE);
            case AccountUnfrozen _ -> ofAccount(EntryKind.UNFREEZE);
            case AccountClosed it -> ofAccount(EntryKind.CLOSURE).amounting(sum(it.settled()));
            case CreditsGranted it ->
                ofGrant(EntryKind.GRANT, it.amount(), it.grant().value());
            case GrantActivated it ->
                ofGrant(EntryKind.ACTIVATION, it.amount(), it.grant().value());
            case CreditsExpired it ->
                ofGrant(EntryKind.EXPIRY, it.amount(), it.grant().value());
            case GrantRevoked it ->
                ofGrant(EntryKind.REVOCATION, it.revoked(), it.grant().value());
            case CreditsDeducted it ->
                new Booking(
                        EntryKind.DEDUCTION,
                        it.amount(),
                        Credits.ZERO,
                        null,
                        it.deduction().value(),
                        null,
                        null,
                        On.of(it.type(), it.feature(), it.usage()));
            case DeductionReversed it ->
                new Booking(
                        EntryKind.REVERSAL,
                        it.amount(),
                        lost(it.returned()),
                        null,
                        it.deduction().value(),
                        null,
                        it.reversal().value(),
                        On.of(it.type(), it.feature(), Optional.empty()));
            case HoldPlaced it -> ofHold(EntryKind.HOLD, it.amount(), it.hold().value(), List.of());
            case HoldReleased it ->
                ofHold(EntryKind.RELEASE, it.amount(), it.hold().value(), it.returned());
            case HoldExpired it ->
                ofHold(EntryKind.HOLD_EXPIRY, it.amount(), it.hold().value(), it.returned());
            case HoldCaptured it ->
                new Booking(
                        EntryKind.CAPTURE,
                        it.amount(),
                        lost(it.returned()),
                        null,
                        it.deduction().value(),
                        it.hold().value(),
                        null,
                        On.of(it.type(), it.feature(), Optional.empty()));
        };
    }

    private static Booking ofAccount(EntryKind kind) {
        return new Booking(kind, Credits.ZERO, Credits.ZERO, null, null, null, null, On.NOTHING);
    }

    private static Booking ofGrant(EntryKind kind, Credits amount, UUID grant) {
        return new Booking(kind, amount, Credits.ZERO, grant, null, null, null, On.NOTHING);
    }

    private static Booking ofHold(EntryKind kind, Credits amount, UUID hold, List<Returned> returned) {
        return new Booking(kind, amount, lost(returned), null, null, hold, null, On.NOTHING);
    }

    private Booking amounting(Credits sum) {
        return new Booking(kind, sum, lost, grant, deduction, hold, reversal, spent);
    }

    private static Credits lost(List<Returned> parts) {
        return sum(parts.stream().filter(part -> part.fate() != Fate.AVAILABLE).toList());
    }

    private static Credits sum(List<Returned> parts) {
        return parts.stream().map(Returned::amount).reduce(Credits.ZERO, Credits::plus);
    }
}
