package dev.creditledger.domain.pricing;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import java.math.BigDecimal;

/**
 * Token usage with what it costs and everything that led there, so that the charge can be checked for ever.
 *
 * @param prices the vendor's prices that applied
 * @param margin multiplier on the vendor's cost
 * @param creditWorthUsd US dollars that one credit is worth
 * @param priceVersion version of the price book that set the prices
 * @param marginVersion version of the price book that set the margin
 * @param tier whose margin it was
 * @param vendorCostUsd tokens × prices, exact
 * @param credits vendor cost × margin / worth, rounded up once at the sixth decimal
 */
public record RatedUsage(
        TokenUsage tokens,
        TokenPrices prices,
        BigDecimal margin,
        BigDecimal creditWorthUsd,
        int priceVersion,
        int marginVersion,
        Tier tier,
        BigDecimal vendorCostUsd,
        Credits credits) {}
