package dev.creditledger.projections.usage;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.FeatureUse;
import dev.creditledger.domain.pricing.RatedUsage;
import java.time.Instant;
import java.util.Optional;

/**
 * One request that had a price: tokens of a model, or a named action.
 *
 * @param credits what it cost
 * @param uncovered the part of them that nothing has paid for
 * @param tokens what was rated, when it was token usage
 * @param action what was priced, when it was a named action
 * @param occurredAt when it was used
 * @param bookedAt when the ledger took it in
 */
public record UsageEntry(
        AccountId account,
        DeductionId deduction,
        DeductionType type,
        Optional<String> feature,
        Credits credits,
        Credits uncovered,
        Optional<RatedUsage> tokens,
        Optional<FeatureUse> action,
        Instant occurredAt,
        Instant bookedAt,
        long position) {

    /** Empty: it had no price. */
    static Optional<UsageEntry> of(CreditsDeducted deducted, long position) {
        return deducted.usage().isEmpty() && deducted.use().isEmpty()
                ? Optional.empty()
                : Optional.of(new UsageEntry(
                        deducted.account(),
                        deducted.deduction(),
                        deducted.type(),
                        deducted.feature(),
                        deducted.usage().map(RatedUsage::credits).orElse(deducted.amount()),
                        deducted.uncovered().orElse(Credits.ZERO),
                        deducted.usage(),
                        deducted.use(),
                        deducted.occurredAt(),
                        deducted.bookedAt(),
                        position));
    }
}
