package dev.creditledger.api.pricing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.Margin.Dynamic;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.Margin.Tiered;
import dev.creditledger.domain.pricing.MarginScope;
import dev.creditledger.domain.pricing.TokenPrices;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a change of the price book answers. All of it is in its event, so that a retry gets the very same. A change that
 * changes nothing answers what is so already, with {@code changed} false, and has no position.
 */
sealed interface PricingAnswer {

    record PricesAnswer(
            BigDecimal inputUsdPerMillionTokens,
            BigDecimal cachedInputUsdPerMillionTokens,
            BigDecimal outputUsdPerMillionTokens) {
        static PricesAnswer of(TokenPrices prices) {
            return new PricesAnswer(
                    prices.inputUsdPerMillion(), prices.cachedInputUsdPerMillion(), prices.outputUsdPerMillion());
        }
    }

    /** @param after not there: the model is retired */
    record ModelAnswer(
            String vendor,
            String model,
            @JsonInclude(Include.NON_ABSENT) Optional<String> kind,
            int version,
            Optional<PricesAnswer> before,
            Optional<PricesAnswer> after,
            Instant effectiveAt,
            boolean changed,
            @JsonInclude(Include.NON_ABSENT) Optional<Long> position)
            implements PricingAnswer {}

    record ImportAnswer(
            int version,
            List<AddedAnswer> added,
            List<ChangedAnswer> changed,
            int unchanged,
            List<RetiredAnswer> retired,
            Optional<Instant> effectiveAt,
            boolean dryRun,
            @JsonInclude(Include.NON_ABSENT) Optional<Long> position)
            implements PricingAnswer {}

    record AddedAnswer(String vendor, String model, String kind, PricesAnswer after) {}

    record ChangedAnswer(String vendor, String model, String kind, PricesAnswer before, PricesAnswer after) {}

    record RetiredAnswer(String vendor, String model, PricesAnswer before) {}

    record MarginAnswer(
            String tier,
            Optional<String> vendor,
            Optional<String> model,
            int version,
            Optional<TermsAnswer> before,
            TermsAnswer after,
            boolean allowLoss,
            Instant effectiveAt,
            boolean changed,
            @JsonInclude(Include.NON_ABSENT) Optional<Long> position)
            implements PricingAnswer {}

    /** A margin, with the fields that its strategy has. */
    @JsonInclude(Include.NON_ABSENT)
    record TermsAnswer(
            PricingFields.Strategy strategy,
            Optional<BigDecimal> multiplier,
            Optional<List<StepAnswer>> steps,
            Optional<BigDecimal> lowest,
            Optional<BigDecimal> highest,
            Optional<Credits> floor,
            Optional<Credits> ceiling) {

        static TermsAnswer of(Margin margin) {
            return switch (margin) {
                case FixedPercentage(var multiplier) -> terms(margin, Optional.of(multiplier), Optional.empty());
                case Tiered(var steps) ->
                    terms(
                            margin,
                            Optional.empty(),
                            Optional.of(steps.stream()
                                    .map(step -> new StepAnswer(step.from(), step.multiplier()))
                                    .toList()));
                case Dynamic(var multiplier, var lowest, var highest, var floor, var ceiling) ->
                    new TermsAnswer(
                            PricingFields.Strategy.of(margin),
                            Optional.of(multiplier),
                            Optional.empty(),
                            Optional.of(lowest),
                            Optional.of(highest),
                            Optional.of(floor),
                            Optional.of(ceiling));
            };
        }

        private static TermsAnswer terms(
                Margin margin, Optional<BigDecimal> multiplier, Optional<List<StepAnswer>> steps) {
            return new TermsAnswer(
                    PricingFields.Strategy.of(margin),
                    multiplier,
                    steps,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    record StepAnswer(Credits from, BigDecimal multiplier) {}

    record FeatureAnswer(
            String feature,
            int version,
            Optional<FeatureTermsAnswer> before,
            FeatureTermsAnswer after,
            Instant effectiveAt,
            boolean changed,
            @JsonInclude(Include.NON_ABSENT) Optional<Long> position)
            implements PricingAnswer {}

    record FeatureTermsAnswer(String unit, Credits credits, Map<String, Credits> byTier) {
        static FeatureTermsAnswer of(FeaturePrice price) {
            Map<String, Credits> byTier = new TreeMap<>();
            price.byTier().forEach((tier, credits) -> byTier.put(PricingFields.spelling(tier), credits));
            return new FeatureTermsAnswer(price.unit(), price.credits(), byTier);
        }
    }

    static String tier(MarginScope scope) {
        return scope.tier().map(PricingFields::spelling).orElse(PricingFields.EVERYBODY);
    }
}
