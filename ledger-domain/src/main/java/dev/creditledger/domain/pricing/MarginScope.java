package dev.creditledger.domain.pricing;

import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.Tier;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose usage of what a margin is for. The narrowest that has a margin in force counts.
 *
 * @param tier empty: everybody's
 * @param vendor empty: all vendors' models
 * @param model empty: all models of the vendor; not without a vendor
 */
public record MarginScope(Optional<Tier> tier, Optional<String> vendor, Optional<String> model) {

    public static final MarginScope EVERYTHING = new MarginScope(Optional.empty(), Optional.empty(), Optional.empty());

    public MarginScope {
        if (model.isPresent() && vendor.isEmpty()) {
            throw new IllegalArgumentException("a model is named with its vendor");
        }
    }

    /** Narrowest first; the tier counts more than the model. */
    public static List<MarginScope> of(Tier tier, ModelName name) {
        return Stream.of(Optional.of(tier), Optional.<Tier>empty())
                .flatMap(of -> Stream.of(
                        new MarginScope(of, Optional.of(name.vendor()), Optional.of(name.model())),
                        new MarginScope(of, Optional.of(name.vendor()), Optional.empty()),
                        new MarginScope(of, Optional.empty(), Optional.empty())))
                .toList();
    }

    /** As people say it: {@code pro, openai/gpt-5-mini}. */
    @Override
    public String toString() {
        var who = tier.map(EnumNames::of).orElse("every tier");
        var what = vendor.map(name -> ", " + name + model.map(it -> "/" + it).orElse(""));
        return who + what.orElse("");
    }
}
