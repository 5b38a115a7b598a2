package dev.creditledger.domain.quota;

import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.quota.TierQuotaCommand.SetTierQuota;
import dev.creditledger.domain.quota.TierQuotaEvent.TierQuotaSet;
import dev.creditledger.domain.quota.TierQuotaRejection.TooManyFeatures;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The limits of each tier, by feature.
 *
 * @param byTier features without limits may be left out
 * @param clock when the last of them was set
 */
public record TierQuotas(Map<Tier, Map<String, QuotaLimits>> byTier, Instant clock) {

    /** Of the aggregate that keeps those that were set. No account has a name like this. */
    public static final String NAME = "quota/tiers";

    /** Features with limits, in one tier. */
    public static final int FEATURES_MAX = 100;

    public static final TierQuotas NONE = new TierQuotas(Map.of());

    public TierQuotas {
        byTier = Map.copyOf(byTier);
    }

    public TierQuotas(Map<Tier, Map<String, QuotaLimits>> byTier) {
        this(byTier, Instant.MIN);
    }

    public QuotaLimits of(Tier tier, String feature) {
        return byTier.getOrDefault(tier, Map.of()).getOrDefault(feature, QuotaLimits.NONE);
    }

    /** With {@code others} in the place of those that they name. */
    public TierQuotas with(TierQuotas others) {
        var result = this;
        for (var tier : others.byTier.entrySet()) {
            for (var feature : tier.getValue().entrySet()) {
                var limits = of(tier.getKey(), feature.getKey()).with(feature.getValue());
                result = result.with(tier.getKey(), feature.getKey(), limits, clock);
            }
        }
        return result;
    }

    public Decision<TierQuotaEvent, TierQuotaRejection> decide(TierQuotaCommand command) {
        return switch (command) {
            case SetTierQuota set -> set(set);
        };
    }

    private Decision<TierQuotaEvent, TierQuotaRejection> set(SetTierQuota set) {
        var features = byTier.getOrDefault(set.tier(), Map.of());
        if (features.size() >= FEATURES_MAX && !features.containsKey(set.feature())) {
            return Decision.reject(new TooManyFeatures(FEATURES_MAX));
        }
        var at = set.at().isBefore(clock) ? clock : set.at();
        return Decision.accept(new TierQuotaSet(
                set.tier(),
                set.feature(),
                of(set.tier(), set.feature()),
                set.limits(),
                set.text().about(set.by()),
                at,
                at));
    }

    public TierQuotas evolve(TierQuotaEvent event) {
        return switch (event) {
            case TierQuotaSet set -> with(set.tier(), set.feature(), set.limits(), set.bookedAt());
        };
    }

    private TierQuotas with(Tier tier, String feature, QuotaLimits limits, Instant at) {
        var tiers = new EnumMap<Tier, Map<String, QuotaLimits>>(Tier.class);
        tiers.putAll(byTier);
        var features = new HashMap<>(tiers.getOrDefault(tier, Map.of()));
        features.put(feature, limits);
        tiers.put(tier, Map.copyOf(features));
        return new TierQuotas(tiers, at);
    }
}
