package dev.creditledger.domain.root;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.MarginScope;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import dev.creditledger.domain.pricing.PricingCommand.PriceFeature;
import dev.creditledger.domain.pricing.PricingCommand.SetMargin;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.pricing.PricingRejection;
import dev.creditledger.domain.pricing.TokenPrices;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A price book in which a million tokens cost one US dollar, a credit is worth a cent, and margins differ by tier. */
final class Prices {

    static final Instant OPENED = Instant.parse("1970-01-10T00:00:00Z");
    private static final SubjectId ADMIN = new SubjectId("admin");

    static final PriceBook BOOK = opened();

    private Prices() {}

    private static PriceBook opened() {
        var dollar = new TokenPrices(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE);
        var mini = new ModelPrice(new ModelName("openai", "gpt-5-mini"), "chat", dollar);
        var book = with(
                PriceBook.UNOPENED,
                new OpenBook(
                        new BigDecimal("0.01"),
                        new Margin.FixedPercentage(BigDecimal.TWO),
                        List.of(mini),
                        ADMIN,
                        FreeText.NONE,
                        OPENED));
        return margin(book, Tier.PRO, new Margin.FixedPercentage(BigDecimal.valueOf(3)), OPENED);
    }

    static PriceBook margin(PriceBook book, Tier tier, Margin margin, Instant at) {
        var scope = new MarginScope(Optional.of(tier), Optional.empty(), Optional.empty());
        return with(book, new SetMargin(scope, margin, false, Optional.empty(), ADMIN, FreeText.NONE, at));
    }

    static PriceBook feature(PriceBook book, String name, String credits, Map<Tier, Credits> byTier, Instant at) {
        var price = new FeaturePrice("second", Credits.exactly(new BigDecimal(credits)), byTier);
        return with(book, new PriceFeature(name, price, Optional.of(at), ADMIN, FreeText.NONE, at.minusSeconds(10)));
    }

    static PriceBook with(PriceBook book, PricingCommand command) {
        return switch (book.decide(command)) {
            case Accepted<PricingEvent, PricingRejection>(var events) -> {
                var state = book;
                for (var event : events) {
                    state = state.evolve(event);
                }
                yield state;
            }
            case Rejected<PricingEvent, PricingRejection>(var reason) ->
                throw new AssertionError("rejected: " + reason);
        };
    }
}
