package dev.creditledger.api.pricing;

import java.math.BigDecimal;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How usage becomes credits.
 *
 * @param file a price list (CSV with the columns of the one that ships with the ledger) to use instead of it
 * @param version the price list's version, recorded with each charge: count it up when prices, margin or worth change
 * @param margin multiplier on the vendor's cost
 * @param creditWorthUsd US dollars that one credit is worth
 */
@ConfigurationProperties("ledger.pricing")
public record PricingSettings(
        Optional<String> file,
        @DefaultValue("1") int version,
        @DefaultValue("1.5") BigDecimal margin,
        @DefaultValue("0.01") BigDecimal creditWorthUsd) {

    private static final int DECIMALS_MAX = 6;

    public PricingSettings {
        if (version < 1) {
            throw new IllegalArgumentException("ledger.pricing.version must be at least 1");
        }
        requireFactor("ledger.pricing.margin", margin);
        requireFactor("ledger.pricing.credit-worth-usd", creditWorthUsd);
    }

    private static void requireFactor(String name, BigDecimal value) {
        if (value.signum() <= 0 || value.stripTrailingZeros().scale() > DECIMALS_MAX) {
            throw new IllegalArgumentException(name + " must be above 0 with at most 6 decimals");
        }
    }
}
