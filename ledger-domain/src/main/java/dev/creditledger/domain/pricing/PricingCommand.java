package dev.creditledger.domain.pricing;

import dev.creditledger.domain.Command;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What may be asked of the price book. */
public sealed interface PricingCommand extends Command {

    /** Who asks: the free text is sealed under this subject's key. */
    SubjectId by();

    FreeText text();

    @Override
    default String aggregate() {
        return PriceBook.NAME;
    }

    /**
     * Opens the book, with what applies at once.
     *
     * @param creditWorthUsd above 0
     * @param margin for everything that has no other
     * @param features prices of named actions
     */
    record OpenBook(
            BigDecimal creditWorthUsd,
            Margin margin,
            List<ModelPrice> models,
            SortedMap<String, FeaturePrice> features,
            SubjectId by,
            FreeText text,
            Instant at)
            implements PricingCommand {
        public OpenBook {
            if (creditWorthUsd.signum() <= 0) {
                throw new IllegalArgumentException("a credit is worth more than nothing, not " + creditWorthUsd);
            }
            models = List.copyOf(models);
            features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
        }

        /** Without named actions. */
        public OpenBook(
                BigDecimal creditWorthUsd,
                Margin margin,
                List<ModelPrice> models,
                SubjectId by,
                FreeText text,
                Instant at) {
            this(creditWorthUsd, margin, models, Collections.emptySortedMap(), by, text, at);
        }
    }

    /**
     * Sets prices of one model or many, all or none.
     *
     * @param models each once
     * @param retireOthers whether models that are not among them are retired at the same time
     * @param effectiveAt empty: as soon as can be
     */
    record PriceModels(
            List<ModelPrice> models,
            boolean retireOthers,
            Optional<Instant> effectiveAt,
            SubjectId by,
            FreeText text,
            Instant at)
            implements PricingCommand {
        public PriceModels {
            models = List.copyOf(models);
        }
    }

    /** From then on the model is unknown. */
    record RetireModel(ModelName model, Optional<Instant> effectiveAt, SubjectId by, FreeText text, Instant at)
            implements PricingCommand {}

    /** @param allowLoss without it no multiplier may be below 1 */
    record SetMargin(
            MarginScope scope,
            Margin margin,
            boolean allowLoss,
            Optional<Instant> effectiveAt,
            SubjectId by,
            FreeText text,
            Instant at)
            implements PricingCommand {}

    record PriceFeature(
            String feature, FeaturePrice price, Optional<Instant> effectiveAt, SubjectId by, FreeText text, Instant at)
            implements PricingCommand {}
}
