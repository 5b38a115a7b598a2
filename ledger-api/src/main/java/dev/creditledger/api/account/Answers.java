package dev.creditledger.api.account;

import dev.creditledger.api.account.Answer.BalanceAfter;
import dev.creditledger.api.account.Answer.Part;
import dev.creditledger.api.account.Answer.ReturnedPart;
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
import dev.creditledger.domain.account.FeatureUse;
import dev.creditledger.domain.account.Status;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.quota.QuotaEvent.AccountQuotaSet;
import dev.creditledger.domain.subscription.SubscriptionEvent;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionChanged;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionRenewed;

/** Makes the answer to a change from the event that it led to. */
final class Answers {

    private Answers() {}

    static Answer of(BoundEvent event, long position) {
        return switch (event) {
            case AccountEvent it -> of(it, position);
            case SubscriptionEvent it -> of(it, position);
            case AccountQuotaSet set ->
                new Answer.QuotaSet(
                        set.account(),
                        set.feature(),
                        set.before().seconds(),
                        set.limits().seconds(),
                        position);
            default -> throw new IllegalStateException("no change is answered by " + event.getClass());
        };
    }

    private static Answer of(SubscriptionEvent event, long position) {
        return switch (event) {
            case SubscriptionChanged changed ->
                new Answer.Subscribed(
                        changed.account(),
                        changed.plan().tier(),
                        changed.status(),
                        changed.anchor(),
                        Answer.PeriodAnswer.of(changed.period()),
                        changed.granted(),
                        changed.withdrawn(),
                        BalanceAfter.of(changed.balance()),
                        position);
            case SubscriptionRenewed _ -> throw dueByItself(event);
        };
    }

    private static IllegalStateException dueByItself(BoundEvent event) {
        return new IllegalStateException("became due by itself and answers nobody: " + event.getClass());
    }

    private static Answer of(AccountEvent event, long position) {
        return switch (event) {
            case AccountOpened opened ->
                new Answer.Opened(opened.account(), opened.owner(), Status.OPEN, opened.occurredAt(), position);
            case CreditsGranted granted -> granted(granted, position);
            case GrantRevoked revoked ->
                new Answer.Revoked(
                        revoked.grant(),
                        revoked.account(),
                        revoked.revoked(),
                        revoked.pendingRelease(),
                        BalanceAfter.of(revoked.balance()),
                        position);
            case CreditsDeducted deducted ->
                deducted.usage()
                        .<Answer>map(usage -> charged(deducted, usage, position))
                        .orElseGet(() -> deducted(deducted, position));
            case HoldCaptured captured -> captured(captured, position);
            case DeductionReversed reversed ->
                new Answer.Reversed(
                        reversed.reversal(),
                        reversed.deduction(),
                        reversed.account(),
                        reversed.amount(),
                        ReturnedPart.of(reversed.returned()),
                        BalanceAfter.of(reversed.balance()),
                        position);
            case HoldPlaced placed ->
                new Answer.Held(
                        placed.hold(),
                        placed.account(),
                        placed.amount(),
                        placed.expiresAt(),
                        Part.of(placed.heldFrom()),
                        BalanceAfter.of(placed.balance()),
                        position);
            case HoldReleased released ->
                new Answer.Released(
                        released.hold(),
                        released.account(),
                        released.amount(),
                        ReturnedPart.of(released.returned()),
                        BalanceAfter.of(released.balance()),
                        position);
            case AccountFrozen frozen -> new Answer.StatusChanged(frozen.account(), Status.FROZEN, position);
            case AccountUnfrozen unfrozen -> new Answer.StatusChanged(unfrozen.account(), Status.OPEN, position);
            case AccountClosed closed -> new Answer.StatusChanged(closed.account(), Status.CLOSED, position);
            case UncoveredWrittenOff writtenOff ->
                new Answer.WrittenOff(writtenOff.account(), writtenOff.amount(), writtenOff.uncovered(), position);
            case GrantActivated _, CreditsExpired _, HoldExpired _, GrantReduced _ -> throw dueByItself(event);
        };
    }

    private static Answer granted(CreditsGranted granted, long position) {
        var payment = granted.payment();
        return new Answer.Granted(
                granted.grant(),
                granted.account(),
                granted.amount(),
                granted.source(),
                granted.funding(),
                payment.map(paid -> paid.paid().amount()),
                payment.map(paid -> paid.paid().currency()),
                payment.flatMap(paid -> paid.reference()),
                granted.terms().priority(),
                granted.pending(),
                granted.terms().effectiveAt(),
                granted.terms().expiresAt(),
                granted.repaid(),
                BalanceAfter.of(granted.balance()),
                position);
    }

    private static Answer deducted(CreditsDeducted deducted, long position) {
        return new Answer.Deducted(
                deducted.deduction(),
                deducted.account(),
                deducted.amount(),
                deducted.type(),
                deducted.feature(),
                deducted.use().map(FeatureUse::unit),
                deducted.use().map(FeatureUse::quantity),
                deducted.use().map(FeatureUse::creditsPerUnit),
                deducted.use().map(FeatureUse::priceVersion),
                deducted.use().map(FeatureUse::tier),
                Part.of(deducted.drawn()),
                BalanceAfter.of(deducted.balance()),
                position);
    }

    private static Answer charged(CreditsDeducted deducted, RatedUsage usage, long position) {
        return new Answer.Charged(
                deducted.deduction(),
                deducted.account(),
                deducted.amount(),
                deducted.type(),
                deducted.feature(),
                usage.tokens().vendor(),
                usage.tokens().model(),
                usage.vendorCostUsd(),
                usage.margin(),
                usage.creditWorthUsd(),
                usage.priceVersion(),
                usage.marginVersion(),
                usage.tier(),
                deducted.uncovered(),
                Part.of(deducted.drawn()),
                BalanceAfter.of(deducted.balance()),
                position);
    }

    private static Answer captured(HoldCaptured captured, long position) {
        return new Answer.Captured(
                captured.deduction(),
                captured.hold(),
                captured.account(),
                captured.amount(),
                captured.type(),
                captured.feature(),
                Part.of(captured.drawn()),
                ReturnedPart.of(captured.returned()),
                BalanceAfter.of(captured.balance()),
                position);
    }
}
