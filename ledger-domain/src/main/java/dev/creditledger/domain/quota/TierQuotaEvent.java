package dev.creditledger.domain.quota;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.Tier;
import java.time.Instant;

/** What can happen to the tiers' quotas. */
public sealed interface TierQuotaEvent extends Event {

    @Override
    default String aggregate() {
        return TierQuotas.NAME;
    }

    /** @param before what had been set until then; what is configured is not part of the log */
    record TierQuotaSet(
            Tier tier,
            String feature,
            QuotaLimits before,
            QuotaLimits limits,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements TierQuotaEvent {}
}
