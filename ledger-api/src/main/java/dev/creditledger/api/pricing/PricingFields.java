package dev.creditledger.api.pricing;

import dev.creditledger.api.json.Bounds;
import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Names;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.Margin.Dynamic;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.Margin.Tiered;
import dev.creditledger.domain.pricing.MarginScope;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads what paths and bodies say about prices. A margin is made when its body is known to be right. */
final class PricingFields {

    static final String EVERYBODY = "default";

    private static final Bounds PRICE = new Bounds(9, true, new BigDecimal("999999"));
    private static final Bounds MULTIPLIER = new Bounds(Margin.SCALE, false, Margin.MULTIPLIER_MAX);
    private static final Bounds AMOUNT = new Bounds(Credits.SCALE, true, Credits.MAX.toBigDecimal());
    static final Bounds QUANTITY = new Bounds(Credits.SCALE, false, Credits.MAX.toBigDecimal());

    private PricingFields() {}

    enum Strategy {
        FIXED_PERCENTAGE,
        TIERED,
        DYNAMIC;

        private Set<String> fields() {
            return switch (this) {
                case FIXED_PERCENTAGE -> Set.of("multiplier");
                case TIERED -> Set.of("steps");
                case DYNAMIC -> Set.of("multiplier", "lowest", "highest", "floor", "ceiling");
            };
        }

        static Strategy of(Margin margin) {
            return switch (margin) {
                case FixedPercentage _ -> FIXED_PERCENTAGE;
                case Tiered _ -> TIERED;
                case Dynamic _ -> DYNAMIC;
            };
        }
    }

    // --- paths

    /** @param model the rest of the path, with its first slash */
    static ModelName model(String vendor, String model) {
        var name = new ModelName(vendor, model.substring(Math.min(1, model.length())));
        if (!Names.VENDOR.test(name.vendor()) || !Names.MODEL.test(name.model())) {
            throw Problem.NOT_FOUND.because("No model can have this name.");
        }
        return name;
    }

    /** Empty: everybody's. */
    static Optional<Tier> tier(String path) {
        if (path.equals(EVERYBODY)) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(Tier.values())
                .filter(tier -> spelling(tier).equals(path))
                .findFirst()
                .orElseThrow(() -> Problem.NOT_FOUND.because("A tier is default or one of "
                        + Arrays.stream(Tier.values())
                                .map(PricingFields::spelling)
                                .collect(Collectors.joining(", "))
                        + '.')));
    }

    static String feature(String path) {
        if (!Names.FEATURE.test(path)) {
            throw Problem.NOT_FOUND.because("No feature can have this name.");
        }
        return path;
    }

    static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    // --- bodies

    static FreeText reason(Fields body) {
        return FreeText.of(Map.of("reason", body.reason()));
    }

    static ModelPrice price(ModelName model, Fields body) {
        var kind = body.text("kind", Names.KIND, Names.KIND_FORM);
        var input = body.requiredNumber("inputUsdPerMillionTokens", PRICE);
        var cached = body.number("cachedInputUsdPerMillionTokens", PRICE);
        var output = body.requiredNumber("outputUsdPerMillionTokens", PRICE);
        return new ModelPrice(model, kind, PriceList.prices(Optional.of(input), cached, Optional.of(output)));
    }

    static MarginScope scope(Optional<Tier> tier, Fields body) {
        var vendor = body.optionalText("vendor", Names.VENDOR, Names.VENDOR_FORM);
        var model = body.optionalText("model", Names.MODEL, Names.MODEL_FORM);
        if (model.isPresent() && vendor.isEmpty() && !body.has("vendor")) {
            body.contradiction("model", "goes together with vendor");
        }
        return new MarginScope(tier, vendor, vendor.flatMap(_ -> model));
    }

    static Supplier<Margin> margin(Fields body) {
        var strategy = body.choice("strategy", Strategy.class);
        for (var other : Strategy.values()) {
            other.fields().stream()
                    .filter(name -> !strategy.fields().contains(name) && body.has(name))
                    .sorted()
                    .forEach(name -> body.contradiction(name, "is no field of the strategy " + spelling(strategy)));
        }
        return switch (strategy) {
            case FIXED_PERCENTAGE -> fixed(body);
            case TIERED -> tiered(body);
            case DYNAMIC -> dynamic(body);
        };
    }

    private static Supplier<Margin> fixed(Fields body) {
        var multiplier = body.requiredNumber("multiplier", MULTIPLIER);
        return () -> new FixedPercentage(multiplier);
    }

    private static Supplier<Margin> tiered(Fields body) {
        var steps = body.requiredParts("steps", Tiered.STEPS_MAX);
        var from =
                steps.stream().map(step -> step.requiredNumber("from", AMOUNT)).toList();
        var multipliers = steps.stream()
                .map(step -> step.requiredNumber("multiplier", MULTIPLIER))
                .toList();
        if (!from.isEmpty() && from.getFirst().signum() > 0) {
            body.contradiction("steps", "must begin with a step from 0 on");
        }
        for (var i = 1; i < from.size(); i++) {
            if (from.get(i).compareTo(from.get(i - 1)) <= 0) {
                body.contradiction("steps[" + i + "].from", "must be more than in the step before it");
            }
        }
        return () -> {
            var all = new ArrayList<Tiered.Step>();
            for (var i = 0; i < from.size(); i++) {
                all.add(new Tiered.Step(Credits.exactly(from.get(i)), multipliers.get(i)));
            }
            return new Tiered(all);
        };
    }

    private static Supplier<Margin> dynamic(Fields body) {
        var multiplier = body.requiredNumber("multiplier", MULTIPLIER);
        var lowest = body.requiredNumber("lowest", MULTIPLIER);
        var highest = body.requiredNumber("highest", MULTIPLIER);
        var floor = body.requiredNumber("floor", AMOUNT);
        var ceiling = body.requiredNumber("ceiling", AMOUNT);
        if (lowest.compareTo(multiplier) > 0 || multiplier.compareTo(highest) > 0) {
            body.contradiction("multiplier", "must lie between lowest and highest");
        }
        if (floor.compareTo(ceiling) > 0) {
            body.contradiction("floor", "must be at most the ceiling");
        }
        return () -> new Dynamic(multiplier, lowest, highest, Credits.exactly(floor), Credits.exactly(ceiling));
    }

    static FeaturePrice featurePrice(Fields body) {
        var unit = body.text("unit", Names.UNIT, Names.UNIT_FORM);
        var credits = body.requiredNumber("credits", AMOUNT);
        Map<Tier, Credits> byTier = new EnumMap<>(Tier.class);
        body.part("byTier").ifPresent(tiers -> {
            for (var tier : Tier.values()) {
                tiers.number(spelling(tier), AMOUNT).ifPresent(amount -> byTier.put(tier, Credits.exactly(amount)));
            }
        });
        return new FeaturePrice(unit, Credits.exactly(credits), byTier);
    }
}
