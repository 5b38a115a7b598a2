package dev.creditledger.projections;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.MarginScope;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import dev.creditledger.domain.pricing.PricingCommand.PriceFeature;
import dev.creditledger.domain.pricing.PricingCommand.SetMargin;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.pricing.TokenPrices;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What the models and features of random lives cost: differently by tier. */
final class Prices {

    /** Usage is told up to a day late. */
    private static final Instant OPENED = RandomLives.START.minusSeconds(200_000);

    private static final SubjectId ADMIN = new SubjectId("admin");

    static final PriceBook BOOK = book();

    private Prices() {}

    private static PriceBook book() {
        var price = new BigDecimal("1.25");
        var models = IntStream.range(0, 6)
                .mapToObj(number -> new ModelPrice(
                        new ModelName("vendor-" + number % 2, "model-" + number / 2),
                        "chat",
                        new TokenPrices(price, price, price)))
                .toList();
        return after(
                new OpenBook(BigDecimal.ONE, margin("1.5"), models, ADMIN, FreeText.NONE, OPENED),
                new SetMargin(
                        new MarginScope(Optional.of(Tier.PRO), Optional.empty(), Optional.empty()),
                        margin("1.25"),
                        false,
                        Optional.empty(),
                        ADMIN,
                        FreeText.NONE,
                        OPENED),
                new PriceFeature(
                        "dubbing",
                        new FeaturePrice("second", new Credits(333_333), Map.of(Tier.PRO, new Credits(250_000))),
                        Optional.empty(),
                        ADMIN,
                        FreeText.NONE,
                        OPENED),
                new PriceFeature(
                        "live_subtitles",
                        new FeaturePrice("minute", Credits.ZERO, Map.of(Tier.PRO, new Credits(1_000_001))),
                        Optional.empty(),
                        ADMIN,
                        FreeText.NONE,
                        OPENED));
    }

    private static FixedPercentage margin(String multiplier) {
        return new FixedPercentage(new BigDecimal(multiplier));
    }

    private static PriceBook after(PricingCommand... commands) {
        var book = PriceBook.UNOPENED;
        for (var command : List.of(commands)) {
            for (var event : ((Accepted<PricingEvent, ?>) book.decide(command)).events()) {
                book = book.evolve(event);
            }
        }
        return book;
    }
}
