package dev.creditledger.domain.quota;

import dev.creditledger.domain.Personal;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.BoundEvent;
import java.time.Instant;

/** What can happen to an account's quotas. */
public sealed interface QuotaEvent extends BoundEvent {

    /** @param before the account's own limits until then */
    record AccountQuotaSet(
            AccountId account,
            String feature,
            QuotaLimits before,
            QuotaLimits limits,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements QuotaEvent {}
}
