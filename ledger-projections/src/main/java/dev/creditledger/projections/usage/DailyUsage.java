package dev.creditledger.projections.usage;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What was used of one feature and model on one UTC day.
 *
 * @param vendor empty, as the model, for what was not token usage
 * @param requests deductions and captures
 * @param credits charged, including what was reversed since; a sum of charges has no upper bound, as credits given back
 *     are spent again
 * @param reversed given back on this day, of whatever day's charges
 */
public record DailyUsage(
        LocalDate day,
        Optional<String> feature,
        Optional<String> vendor,
        Optional<String> model,
        long requests,
        long inputTokens,
        long cachedInputTokens,
        long outputTokens,
        BigDecimal credits,
        BigDecimal reversed,
        BigDecimal vendorCostUsd) {}
