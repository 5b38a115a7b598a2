package dev.creditledger.api.pricing;

import dev.creditledger.domain.pricing.ModelPrice;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the price book opens with when the log has none; later changes of them change nothing.
 *
 * @param file a price list (CSV with the columns of the one that ships with the ledger) to use instead of it
 * @param margin multiplier on the vendor's cost
 * @param creditWorthUsd US dollars that one credit is worth
 */
@ConfigurationProperties("ledger.pricing")
public record PricingSettings(
        Optional<String> file,
        @DefaultValue("1.5") BigDecimal margin,
        @DefaultValue("0.01") BigDecimal creditWorthUsd) {

    private static final int DECIMALS_MAX = 6;

    public PricingSettings {
        requireFactor("ledger.pricing.margin", margin);
        requireFactor("ledger.pricing.credit-worth-usd", creditWorthUsd);
    }

    /** @throws IllegalArgumentException if the file cannot be used */
    List<ModelPrice> prices() {
        try (var csv = file().isPresent() ? Files.newInputStream(Path.of(file().get())) : PriceList.shipped()) {
            return PriceList.read(file().orElse(PriceList.SHIPPED), csv);
        } catch (IOException e) {
            throw new IllegalArgumentException("the price list cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireFactor(String name, BigDecimal value) {
        if (value.signum() <= 0 || value.stripTrailingZeros().scale() > DECIMALS_MAX) {
            throw new IllegalArgumentException(name + " must be above 0 with at most 6 decimals");
        }
    }
}
