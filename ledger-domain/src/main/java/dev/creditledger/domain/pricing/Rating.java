package dev.creditledger.domain.pricing;

/** What usage costs, or that the price book does not know the model. */
public sealed interface Rating {

    record Rated(RatedUsage usage) implements Rating {}

    record Unpriced(String vendor, String model) implements Rating {}
}
