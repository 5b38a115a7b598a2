package dev.creditledger.api.pricing;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.pricing.PricingRejection;
import dev.creditledger.domain.pricing.PricingRejection.BookAlreadyOpened;
import dev.creditledger.domain.pricing.PricingRejection.BookFull;
import dev.creditledger.domain.pricing.PricingRejection.BookNotOpened;
import dev.creditledger.domain.pricing.PricingRejection.MarginLoses;
import dev.creditledger.domain.pricing.PricingRejection.NotPriced;
import dev.creditledger.domain.pricing.PricingRejection.NothingChanges;
import dev.creditledger.domain.pricing.PricingRejection.TooDear;
import dev.creditledger.domain.pricing.PricingRejection.VersionInThePast;
import dev.creditledger.domain.pricing.PricingRejection.VersionsOverlap;

/** Each reason why the price book says no is exactly one problem; that nothing changes is none. */
final class PricingRefusals {

    private PricingRefusals() {}

    static ProblemException of(PricingRejection rejection) {
        return switch (rejection) {
            case VersionInThePast(var effectiveAt, var earliest) ->
                Problem.VERSION_IN_THE_PAST
                        .here()
                        .with("effectiveAt", effectiveAt)
                        .with("earliest", earliest);
            case VersionsOverlap(var what, var effectiveAt, var version, var begins) ->
                Problem.VERSIONS_OVERLAP
                        .because("It is about " + what + '.')
                        .with("what", what)
                        .with("effectiveAt", effectiveAt)
                        .with("version", version)
                        .with("begins", begins);
            case NotPriced(var model, var near) ->
                Problem.MODEL_NOT_PRICED
                        .here()
                        .with("vendor", model.vendor())
                        .with("model", model.model())
                        .with("near", near);
            case MarginLoses(var lowest) -> Problem.MARGIN_LOSES.here().with("lowest", lowest);
            case TooDear(var model) ->
                Problem.TOO_DEAR.here().with("vendor", model.vendor()).with("model", model.model());
            case BookFull(var what, var max) ->
                Problem.PRICE_BOOK_FULL
                        .because("There can be " + max + ' ' + what.replace('_', ' ') + '.')
                        .with("limit", what)
                        .with("max", max);
            case BookNotOpened _ -> ProblemException.unavailable("the price book is not open yet");
            case BookAlreadyOpened _, NothingChanges _ ->
                throw new IllegalStateException("no caller is refused for " + rejection);
        };
    }
}
