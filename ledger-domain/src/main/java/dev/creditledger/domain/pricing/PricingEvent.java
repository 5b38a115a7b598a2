package dev.creditledger.domain.pricing;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.Personal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can happen to the price book. Each change has a number, and says what was before it. */
public sealed interface PricingEvent extends Event {

    /** Counts from 1; recorded with each charge that it priced. */
    int version();

    /** From when on it applies. */
    Instant effectiveAt();

    @Override
    default String aggregate() {
        return PriceBook.NAME;
    }

    /** @param margin for everything that has no other */
    record BookOpened(
            int version,
            BigDecimal creditWorthUsd,
            Margin margin,
            Instant effectiveAt,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements PricingEvent {}

    /**
     * @param retired models that were left out of a list meant to be complete
     * @param unchanged how many models of the list had their price already
     */
    record ModelsPriced(
            int version,
            List<Change> changes,
            List<Retired> retired,
            int unchanged,
            Instant effectiveAt,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements PricingEvent {

        /** @param before what would have applied instead; empty: the model was unknown */
        public record Change(ModelPrice after, Optional<TokenPrices> before) {}

        public record Retired(ModelName model, TokenPrices before) {}

        public ModelsPriced {
            changes = List.copyOf(changes);
            retired = List.copyOf(retired);
        }
    }

    record ModelRetired(
            int version,
            ModelName model,
            TokenPrices before,
            Instant effectiveAt,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements PricingEvent {}

    /** @param before of the same scope; empty: there was none */
    record MarginSet(
            int version,
            MarginScope scope,
            Margin margin,
            Optional<Margin> before,
            boolean allowLoss,
            Instant effectiveAt,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements PricingEvent {}

    record FeaturePriced(
            int version,
            String feature,
            FeaturePrice price,
            Optional<FeaturePrice> before,
            Instant effectiveAt,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements PricingEvent {}
}
