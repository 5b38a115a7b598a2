package dev.creditledger.api.pricing;

import dev.creditledger.api.json.Names;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.ModelPrice;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the price book opens with when the log has none; later changes of them change nothing.
 *
 * @param file a price list (CSV with the columns of the one that ships with the ledger) to use instead of it
 * @param margin multiplier on the vendor's cost
 * @param creditWorthUsd US dollars that one credit is worth
 * @param features prices of named actions, each as {@code NAME=CREDITS/UNIT}
 */
@ConfigurationProperties("ledger.pricing")
public record PricingSettings(
        Optional<String> file,
        @DefaultValue("1.5") BigDecimal margin,
        @DefaultValue("0.01") BigDecimal creditWorthUsd,

        @DefaultValue({"audio_upload=2/upload", "live_dubbing=1/second", "live_subtitles=0.5/second"})
        List<String> features) {

    private static final int DECIMALS_MAX = 6;
    private static final BigDecimal CREDIT_WORTH_MAX = BigDecimal.valueOf(1_000_000);
    private static final Pattern FEATURE = Pattern.compile("([^=/]+)=([0-9]{1,9}(?:\\.[0-9]{1,6})?)/([^=/]+)");

    public PricingSettings {
        requireFactor("ledger.pricing.margin", margin, Margin.MULTIPLIER_MAX);
        requireFactor("ledger.pricing.credit-worth-usd", creditWorthUsd, CREDIT_WORTH_MAX);
        features = List.copyOf(features);
        prices(features);
    }

    SortedMap<String, FeaturePrice> featurePrices() {
        return prices(features);
    }

    private static SortedMap<String, FeaturePrice> prices(List<String> features) {
        var prices = new TreeMap<String, FeaturePrice>();
        for (var text : features) {
            var parts = FEATURE.matcher(text);
            if (!parts.matches() || !Names.FEATURE.test(parts.group(1)) || !Names.UNIT.test(parts.group(3))) {
                throw new IllegalArgumentException("ledger.pricing.features has '" + text
                        + "', which is not NAME=CREDITS/UNIT, such as audio_upload=2/upload");
            }
            var credits = Credits.exactly(new BigDecimal(parts.group(2)));
            if (prices.put(parts.group(1), new FeaturePrice(parts.group(3), credits, Map.of())) != null) {
                throw new IllegalArgumentException("ledger.pricing.features has " + parts.group(1) + " twice");
            }
        }
        return prices;
    }

    /** @throws IllegalArgumentException if the file cannot be used */
    List<ModelPrice> prices() {
        try (var csv = file().isPresent() ? Files.newInputStream(Path.of(file().get())) : PriceList.shipped()) {
            return PriceList.read(file().orElse(PriceList.SHIPPED), csv);
        } catch (IOException e) {
            throw new IllegalArgumentException("the price list cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireFactor(String name, BigDecimal value, BigDecimal max) {
        if (value.signum() <= 0
                || value.compareTo(max) > 0
                || value.stripTrailingZeros().scale() > DECIMALS_MAX) {
            throw new IllegalArgumentException(
                    name + " must be above 0 and at most " + max + ", with at most 6 decimals, and is " + value);
        }
    }
}
