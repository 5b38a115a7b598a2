package dev.creditledger.api.pricing;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.pricing.Rating;
import dev.creditledger.domain.pricing.TokenUsage;
import java.time.Instant;

/** What a million tokens of a model cost, rated like any usage. */
record CreditPrices(Credits input, Credits cachedInput, Credits output) {

    private static final long MILLION = 1_000_000;

    /** Of a model that has a price at {@code when}. */
    static CreditPrices of(PriceBook book, ModelName model, Tier tier, Credits usedThisMonth, Instant when) {
        return new CreditPrices(
                rated(book, model, tier, usedThisMonth, when, MILLION, 0, 0).credits(),
                rated(book, model, tier, usedThisMonth, when, MILLION, MILLION, 0)
                        .credits(),
                rated(book, model, tier, usedThisMonth, when, 0, 0, MILLION).credits());
    }

    /** A million tokens of input. */
    static RatedUsage million(PriceBook book, ModelName model, Tier tier, Credits usedThisMonth, Instant when) {
        return rated(book, model, tier, usedThisMonth, when, MILLION, 0, 0);
    }

    private static RatedUsage rated(
            PriceBook book,
            ModelName model,
            Tier tier,
            Credits usedThisMonth,
            Instant when,
            long input,
            long cached,
            long output) {
        var tokens = new TokenUsage(model.vendor(), model.model(), input, cached, output);
        return switch (book.rate(tokens, when, tier, usedThisMonth)) {
            case Rating.Rated(var usage) -> usage;
            case Rating.Unpriced _ -> throw new IllegalStateException(model + " has no price at " + when);
        };
    }
}
