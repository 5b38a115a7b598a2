package dev.creditledger.projections.statement;

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
import dev.creditledger.domain.quota.QuotaEvent.AccountQuotaSet;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionChanged;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionRenewed;

/** What an entry of the statement tells. */
public enum EntryKind {
    OPENING(AccountOpened.class),
    GRANT(CreditsGranted.class),
    ACTIVATION(GrantActivated.class),
    DEDUCTION(CreditsDeducted.class),
    EXPIRY(CreditsExpired.class),
    REVOCATION(GrantRevoked.class),
    REDUCTION(GrantReduced.class),
    REVERSAL(DeductionReversed.class),
    HOLD(HoldPlaced.class),
    CAPTURE(HoldCaptured.class),
    RELEASE(HoldReleased.class),
    HOLD_EXPIRY(HoldExpired.class),
    FREEZE(AccountFrozen.class),
    UNFREEZE(AccountUnfrozen.class),
    CLOSURE(AccountClosed.class),
    WRITE_OFF(UncoveredWrittenOff.class),
    SUBSCRIPTION(SubscriptionChanged.class),
    RENEWAL(SubscriptionRenewed.class),
    SESSION_START(SessionStarted.class),
    SESSION_CHARGE(SessionCheckpointed.class),
    SESSION_END(SessionEnded.class),
    QUOTA(AccountQuotaSet.class);

    private final Class<? extends BoundEvent> event;

    EntryKind(Class<? extends BoundEvent> event) {
        this.event = event;
    }

    /** The event that it tells of. */
    Class<? extends BoundEvent> event() {
        return event;
    }
}
