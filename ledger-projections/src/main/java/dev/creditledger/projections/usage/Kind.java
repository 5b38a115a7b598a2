package dev.creditledger.projections.usage;

import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.Event;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.RatedUsage;
import java.util.Optional;

/** When and for what something was used: what usage is summed by. Empty names stand for none. */
record Kind(int quarter, String feature, String vendor, String model, String tier) {

    private static final String NONE = "";

    static Kind of(Event event, Optional<String> feature) {
        return new Kind(Quarter.of(event.occurredAt()), feature.orElse(NONE), NONE, NONE, NONE);
    }

    static Kind of(Event event, Optional<String> feature, Tier tier) {
        return new Kind(Quarter.of(event.occurredAt()), feature.orElse(NONE), NONE, NONE, EnumNames.of(tier));
    }

    static Kind of(Event event, Optional<String> feature, RatedUsage usage) {
        var tokens = usage.tokens();
        var tier = EnumNames.of(usage.tier());
        return new Kind(Quarter.of(event.occurredAt()), feature.orElse(NONE), tokens.vendor(), tokens.model(), tier);
    }
}
