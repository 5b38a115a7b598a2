package dev.creditledger.log;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.MarginScope;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.pricing.TokenPrices;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Events of the price book. */
public final class SamplePrices {

    private static final Instant FROM = Instant.parse("2025-03-02T00:00:00Z");
    private static final ModelName MODEL = new ModelName("openai", "gpt-5-mini");
    private static final TokenPrices PRICES =
            new TokenPrices(new BigDecimal("0.25"), new BigDecimal("0.025"), new BigDecimal("2"));

    private static final ModelName OLD = new ModelName("meta", "llama/nova:1");

    private SamplePrices() {}

    public static List<PricingEvent> everyKind(Personal personal) {
        var occurred = SampleEvents.OCCURRED;
        var booked = SampleEvents.BOOKED;
        return List.of(
                new PricingEvent.BookOpened(1, new BigDecimal("0.01"), fixed("1.5"), FROM, personal, occurred, booked),
                new PricingEvent.ModelsPriced(
                        2,
                        List.of(new PricingEvent.ModelsPriced.Change(
                                new ModelPrice(MODEL, "chat", PRICES), Optional.of(PRICES))),
                        List.of(new PricingEvent.ModelsPriced.Retired(OLD, PRICES)),
                        258,
                        FROM,
                        personal,
                        occurred,
                        booked),
                new PricingEvent.ModelRetired(3, MODEL, PRICES, FROM, personal, occurred, booked),
                new PricingEvent.MarginSet(
                        4,
                        new MarginScope(Optional.of(Tier.PRO_MAX), Optional.of("openai"), Optional.empty()),
                        tiered(),
                        Optional.of(dynamic()),
                        true,
                        FROM,
                        personal,
                        occurred,
                        booked),
                new PricingEvent.FeaturePriced(
                        5,
                        "audio_upload",
                        new FeaturePrice("upload", Credits.of(2), Map.of(Tier.ENTERPRISE_PRO, Credits.of(1))),
                        Optional.empty(),
                        FROM,
                        personal,
                        occurred,
                        booked));
    }

    private static Margin fixed(String multiplier) {
        return new Margin.FixedPercentage(new BigDecimal(multiplier));
    }

    private static Margin tiered() {
        return new Margin.Tiered(List.of(
                new Margin.Tiered.Step(Credits.ZERO, new BigDecimal("1.5")),
                new Margin.Tiered.Step(Credits.of(1000), new BigDecimal("0.9"))));
    }

    private static Margin dynamic() {
        return new Margin.Dynamic(
                new BigDecimal("1.5"), BigDecimal.ONE, new BigDecimal("3"), Credits.of(10), Credits.of(500));
    }
}
