package dev.creditledger.api.pricing;

import dev.creditledger.api.pricing.PricingAnswer.AddedAnswer;
import dev.creditledger.api.pricing.PricingAnswer.ChangedAnswer;
import dev.creditledger.api.pricing.PricingAnswer.FeatureAnswer;
import dev.creditledger.api.pricing.PricingAnswer.FeatureTermsAnswer;
import dev.creditledger.api.pricing.PricingAnswer.ImportAnswer;
import dev.creditledger.api.pricing.PricingAnswer.MarginAnswer;
import dev.creditledger.api.pricing.PricingAnswer.ModelAnswer;
import dev.creditledger.api.pricing.PricingAnswer.PricesAnswer;
import dev.creditledger.api.pricing.PricingAnswer.RetiredAnswer;
import dev.creditledger.api.pricing.PricingAnswer.TermsAnswer;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.MarginScope;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.PricingEvent.FeaturePriced;
import dev.creditledger.domain.pricing.PricingEvent.MarginSet;
import dev.creditledger.domain.pricing.PricingEvent.ModelRetired;
import dev.creditledger.domain.pricing.PricingEvent.ModelsPriced;
import dev.creditledger.domain.pricing.Timeline;
import java.util.List;
import java.util.Optional;

/** Makes the answer to a change of the price book: from its event, or from what was so already. */
final class PricingAnswers {

    private PricingAnswers() {}

    static ModelAnswer priced(ModelsPriced event, Optional<Long> position) {
        var change = event.changes().getFirst();
        return new ModelAnswer(
                change.after().name().vendor(),
                change.after().name().model(),
                Optional.of(change.after().kind()),
                event.version(),
                change.before().map(PricesAnswer::of),
                Optional.of(PricesAnswer.of(change.after().prices())),
                event.effectiveAt(),
                true,
                position);
    }

    static ModelAnswer retired(ModelRetired event, Optional<Long> position) {
        return new ModelAnswer(
                event.model().vendor(),
                event.model().model(),
                Optional.empty(),
                event.version(),
                Optional.of(PricesAnswer.of(event.before())),
                Optional.empty(),
                event.effectiveAt(),
                true,
                position);
    }

    static ModelAnswer already(ModelPrice price, Timeline.Version<?> version) {
        var prices = Optional.of(PricesAnswer.of(price.prices()));
        return new ModelAnswer(
                price.name().vendor(),
                price.name().model(),
                Optional.of(price.kind()),
                version.number(),
                prices,
                prices,
                version.from(),
                false,
                Optional.empty());
    }

    static ImportAnswer imported(ModelsPriced event, boolean dryRun, Optional<Long> position) {
        var added = event.changes().stream()
                .filter(change -> change.before().isEmpty())
                .map(ModelsPriced.Change::after)
                .map(after -> new AddedAnswer(
                        after.name().vendor(), after.name().model(), after.kind(), PricesAnswer.of(after.prices())))
                .toList();
        var changed = event.changes().stream()
                .flatMap(change -> change.before().stream()
                        .map(before -> new ChangedAnswer(
                                change.after().name().vendor(),
                                change.after().name().model(),
                                change.after().kind(),
                                PricesAnswer.of(before),
                                PricesAnswer.of(change.after().prices()))))
                .toList();
        var retired = event.retired().stream()
                .map(each ->
                        new RetiredAnswer(each.model().vendor(), each.model().model(), PricesAnswer.of(each.before())))
                .toList();
        return new ImportAnswer(
                event.version(),
                added,
                changed,
                event.unchanged(),
                retired,
                Optional.of(event.effectiveAt()),
                dryRun,
                position);
    }

    /** A list of which all is in the book. */
    static ImportAnswer nothingNew(int version, int unchanged, boolean dryRun) {
        return new ImportAnswer(
                version, List.of(), List.of(), unchanged, List.of(), Optional.empty(), dryRun, Optional.empty());
    }

    static MarginAnswer set(MarginSet event, Optional<Long> position) {
        return new MarginAnswer(
                PricingAnswer.tier(event.scope()),
                event.scope().vendor(),
                event.scope().model(),
                event.version(),
                event.before().map(TermsAnswer::of),
                TermsAnswer.of(event.margin()),
                event.allowLoss(),
                event.effectiveAt(),
                true,
                position);
    }

    static MarginAnswer already(MarginScope scope, Timeline.Version<Margin> version) {
        var terms = TermsAnswer.of(version.value());
        return new MarginAnswer(
                PricingAnswer.tier(scope),
                scope.vendor(),
                scope.model(),
                version.number(),
                Optional.of(terms),
                terms,
                version.value().mayLose(),
                version.from(),
                false,
                Optional.empty());
    }

    static FeatureAnswer priced(FeaturePriced event, Optional<Long> position) {
        return new FeatureAnswer(
                event.feature(),
                event.version(),
                event.before().map(FeatureTermsAnswer::of),
                FeatureTermsAnswer.of(event.price()),
                event.effectiveAt(),
                true,
                position);
    }

    static FeatureAnswer already(String feature, Timeline.Version<FeaturePrice> version) {
        var terms = FeatureTermsAnswer.of(version.value());
        return new FeatureAnswer(
                feature, version.number(), Optional.of(terms), terms, version.from(), false, Optional.empty());
    }
}
