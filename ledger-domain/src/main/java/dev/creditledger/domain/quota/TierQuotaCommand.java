package dev.creditledger.domain.quota;

import dev.creditledger.domain.Command;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import java.time.Instant;

/** What may be asked of the tiers' quotas. */
public sealed interface TierQuotaCommand extends Command {

    @Override
    default String aggregate() {
        return TierQuotas.NAME;
    }

    /**
     * Sets a tier's limits for a feature, in the place of those that are configured.
     *
     * @param limits a window that is not named keeps what is configured
     * @param by who asks: the free text is sealed under this subject's key
     */
    record SetTierQuota(Tier tier, String feature, QuotaLimits limits, SubjectId by, FreeText text, Instant at)
            implements TierQuotaCommand {}
}
