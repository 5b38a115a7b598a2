package dev.creditledger.domain.pricing;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import java.util.Map;

/**
 * What a named action costs, so that an application says what was done and not what it costs.
 *
 * @param unit what is counted, such as {@code upload} or {@code second}
 * @param credits for one unit; 0: it is free
 * @param byTier for those tiers instead
 */
public record FeaturePrice(String unit, Credits credits, Map<Tier, Credits> byTier) {
    public FeaturePrice {
        byTier = Map.copyOf(byTier);
    }

    public Credits of(Tier tier) {
        return byTier.getOrDefault(tier, credits);
    }
}
