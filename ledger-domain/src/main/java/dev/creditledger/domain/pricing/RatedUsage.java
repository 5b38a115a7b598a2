package dev.creditledger.domain.pricing;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import java.math.BigDecimal;
import java.math.RoundingMode;

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
        Credits credits) {

    /** @throws IllegalArgumentException if it costs more than an amount of credits may be */
    static RatedUsage of(
            TokenUsage tokens,
            TokenPrices prices,
            BigDecimal margin,
            BigDecimal creditWorthUsd,
            int priceVersion,
            int marginVersion,
            Tier tier) {
        var cost = prices.costUsd(tokens);
        var credits = Credits.exactly(inCredits(cost, margin, creditWorthUsd));
        return new RatedUsage(tokens, prices, margin, creditWorthUsd, priceVersion, marginVersion, tier, cost, credits);
    }

    /** What the credits are worth, exact. */
    public BigDecimal worthUsd() {
        return credits.toBigDecimal().multiply(creditWorthUsd);
    }

    /** What is earned with it, exact; below zero: lost. */
    public BigDecimal marginUsd() {
        return worthUsd().subtract(vendorCostUsd);
    }

    /** The one rounding: the exact quotient need not end, so it is taken to the sixth decimal, upwards. */
    public static BigDecimal inCredits(BigDecimal usd, BigDecimal margin, BigDecimal creditWorthUsd) {
        return usd.multiply(margin).divide(creditWorthUsd, Credits.SCALE, RoundingMode.CEILING);
    }
}
