package dev.creditledger.api.pricing;

import dev.creditledger.api.pricing.PricingAnswer.PricesAnswer;
import dev.creditledger.api.pricing.PricingFields.Strategy;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.RatedUsage;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * What stands behind a price in credits: not for those who are charged.
 *
 * @param multiplier what the margin came to
 */
record Behind(
        PricesAnswer vendorPrices,
        int priceVersion,
        Strategy strategy,
        BigDecimal multiplier,
        int marginVersion,
        BigDecimal creditWorthUsd) {

    static Behind of(RatedUsage usage, PriceBook book, Instant when) {
        var model = new ModelName(usage.tokens().vendor(), usage.tokens().model());
        return new Behind(
                PricesAnswer.of(usage.prices()),
                usage.priceVersion(),
                Strategy.of(book.margin(usage.tier(), model, when).value()),
                usage.margin(),
                usage.marginVersion(),
                usage.creditWorthUsd());
    }
}
