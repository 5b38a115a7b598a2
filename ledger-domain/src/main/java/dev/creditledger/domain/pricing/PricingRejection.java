package dev.creditledger.domain.pricing;

import dev.creditledger.domain.Rejection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Why the price book says no. Each is one problem type of the API. */
public sealed interface PricingRejection extends Rejection {

    record BookAlreadyOpened() implements PricingRejection {}

    record BookNotOpened() implements PricingRejection {}

    /** @param earliest the earliest instant that every node can know in time */
    record VersionInThePast(Instant effectiveAt, Instant earliest) implements PricingRejection {}

    /**
     * A version is to begin before, or when, one begins that is already in the book.
     *
     * @param what a model, a scope of margins or a feature
     * @param begins when that one begins
     */
    record VersionsOverlap(String what, Instant effectiveAt, int version, Instant begins) implements PricingRejection {}

    record NotPriced(ModelName model, List<String> near) implements PricingRejection {
        public NotPriced {
            near = List.copyOf(near);
        }
    }

    /** Below 1, and nobody said that this is meant. */
    record MarginLoses(BigDecimal lowest) implements PricingRejection {}

    /** The dearest request could cost more than an amount of credits may be. */
    record TooDear(ModelName model) implements PricingRejection {}

    /** @param what what there are too many of, such as {@code models} */
    record BookFull(String what, int max) implements PricingRejection {}

    /** It would change nothing. */
    record NothingChanges() implements PricingRejection {}
}
