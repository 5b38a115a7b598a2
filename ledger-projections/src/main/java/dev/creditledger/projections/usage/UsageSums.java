package dev.creditledger.projections.usage;

import java.math.BigDecimal;

/**
 * What was used, summed.
 *
 * @param requests deductions, captures, and live sessions that ended
 * @param credits charged, including what nothing has paid for and what was reversed since; a sum of charges has no upper
 *     bound, as credits given back are spent again
 * @param uncovered the part of them that was charged beyond what there was
 * @param reversed given back in this time, of whatever time's charges
 * @param worthUsd of the credits charged for tokens
 */
public record UsageSums(
        long requests,
        BigDecimal inputTokens,
        BigDecimal cachedInputTokens,
        BigDecimal outputTokens,
        BigDecimal credits,
        BigDecimal uncovered,
        BigDecimal reversed,
        BigDecimal vendorCostUsd,
        BigDecimal worthUsd) {

    public BigDecimal marginUsd() {
        return worthUsd.subtract(vendorCostUsd);
    }
}
