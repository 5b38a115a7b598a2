package dev.creditledger.projections.usage;

import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.pricing.TokenUsage;
import java.util.Optional;

/** Which requests. Those that name nothing are not of any vendor, model or feature. */
public record UsageFilter(Optional<String> vendor, Optional<String> model, Optional<String> feature) {

    boolean lets(UsageEntry entry) {
        var tokens = entry.tokens().map(RatedUsage::tokens);
        return is(vendor, tokens.map(TokenUsage::vendor))
                && is(model, tokens.map(TokenUsage::model))
                && is(feature, entry.feature());
    }

    private static boolean is(Optional<String> wanted, Optional<String> name) {
        return wanted.isEmpty() || wanted.equals(name);
    }
}
