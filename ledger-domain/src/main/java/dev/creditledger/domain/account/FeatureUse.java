package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import java.math.BigDecimal;

/**
 * How often a named action was done and what that costs, so that the charge can be checked for ever.
 *
 * @param unit what is counted, such as {@code second}
 * @param quantity above 0, with at most six decimals
 * @param creditsPerUnit price of one unit
 * @param tier whose price it is
 * @param priceVersion version of the price book that set it
 * @param credits quantity × price, rounded up once at the sixth decimal
 */
public record FeatureUse(
        String unit, BigDecimal quantity, Credits creditsPerUnit, Tier tier, int priceVersion, Credits credits) {}
