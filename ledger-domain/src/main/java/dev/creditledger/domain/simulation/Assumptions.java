package dev.creditledger.domain.simulation;

import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.MarginScope;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.TokenPrices;
import java.util.Map;
import java.util.Optional;

/**
 * What is taken to be different, for all of the time that is simulated. What is not named stays as it was recorded with
 * each request.
 *
 * @param prices empty: as they were. A model that it lacks keeps the prices it had
 * @param margins the narrowest counts, as in the price book; where none fits the multiplier stays what it was
 */
public record Assumptions(
        Optional<Map<ModelName, TokenPrices>> prices, Map<MarginScope, Margin> margins, ExpiryPolicy expiry) {

    public static final Assumptions NONE = new Assumptions(Optional.empty(), Map.of(), ExpiryPolicy.AS_IT_WAS);

    public Assumptions {
        prices = prices.map(Map::copyOf);
        margins = Map.copyOf(margins);
    }

    Optional<TokenPrices> pricesOf(ModelName model) {
        return prices.map(all -> all.get(model));
    }

    Optional<Margin> marginOf(Tier tier, ModelName model) {
        return MarginScope.of(tier, model).stream()
                .filter(margins::containsKey)
                .findFirst()
                .map(margins::get);
    }

    /** Whether anything depends on what an account has used in the month. */
    boolean byMonth() {
        return margins.values().stream().anyMatch(Margin.Tiered.class::isInstance);
    }
}
