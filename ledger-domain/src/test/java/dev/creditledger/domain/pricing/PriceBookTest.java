package dev.creditledger.domain.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriceBookTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final PriceBook BOOK = book("1.5", "0.01");

    private static PriceBook book(String margin, String worth) {
        var opening = new OpenBook(
                new BigDecimal(worth),
                new FixedPercentage(new BigDecimal(margin)),
                List.of(
                        price("openai", "gpt-5-mini", "0.25", "0.025", "2"),
                        price("openai", "gpt-5-nano", "0.05", "0.005", "0.4"),
                        price("meta", "free", "0", "0", "0")),
                new SubjectId("admin"),
                FreeText.NONE,
                NOW);
        var book = PriceBook.UNOPENED;
        for (var event : ((Accepted<PricingEvent, PricingRejection>) book.decide(opening)).events()) {
            book = book.evolve(event);
        }
        return book;
    }

    private static ModelPrice price(String vendor, String model, String input, String cached, String output) {
        return new ModelPrice(
                new ModelName(vendor, model),
                "chat",
                new TokenPrices(new BigDecimal(input), new BigDecimal(cached), new BigDecimal(output)));
    }

    @Test
    void credits_are_tokens_times_prices_times_margin_over_worth() {
        // (300 × 0.25 + 100 × 0.025 + 50 × 2) / 10⁶ = 0.0001775 USD; × 1.5 / 0.01 = 0.026625
        var rated = rate(BOOK, new TokenUsage("openai", "gpt-5-mini", 400, 100, 50));
        assertThat(rated.vendorCostUsd()).isEqualByComparingTo("0.0001775");
        assertThat(rated.credits()).isEqualTo(Credits.exactly(new BigDecimal("0.026625")));
    }

    @Test
    void a_quotient_that_never_ends_is_rounded_up_once() {
        // 1 × 0.25 / 10⁶ × 1 / 0.3 = 0.000000833… credits
        assertThat(rate(book("1", "0.3"), new TokenUsage("openai", "gpt-5-mini", 1, 0, 0))
                        .credits())
                .isEqualTo(new Credits(1));
        // 10 × 0.25 / 10⁶ / 0.3 = 0.00000833… : rounding each token by itself would make 10 millionths
        assertThat(rate(book("1", "0.3"), new TokenUsage("openai", "gpt-5-mini", 10, 0, 0))
                        .credits())
                .isEqualTo(new Credits(9));
    }

    @Test
    void a_thousand_random_requests_equal_a_calculation_in_whole_numbers() {
        var random = new Random(7);
        for (var i = 0; i < 1000; i++) {
            var input = random.nextLong(TokenUsage.TOKENS_MAX + 1);
            var cached = random.nextLong(input + 1);
            var output = random.nextLong(TokenUsage.TOKENS_MAX + 1);
            // Prices in thousandths of a dollar; credits in millionths: × 1.5 / 0.01 / 10⁶ / 10³ × 10⁶ = × 3 / 20.
            var thousandths = BigInteger.valueOf(input - cached)
                    .multiply(BigInteger.valueOf(250))
                    .add(BigInteger.valueOf(cached).multiply(BigInteger.valueOf(25)))
                    .add(BigInteger.valueOf(output).multiply(BigInteger.valueOf(2000)));
            var expected = thousandths
                    .multiply(BigInteger.valueOf(3))
                    .add(BigInteger.valueOf(19))
                    .divide(BigInteger.valueOf(20));
            assertThat(rate(BOOK, new TokenUsage("openai", "gpt-5-mini", input, cached, output))
                            .credits()
                            .millionths())
                    .isEqualTo(expected.longValueExact());
        }
    }

    @Test
    void a_free_model_costs_nothing() {
        assertThat(rate(BOOK, new TokenUsage("meta", "free", 1000, 0, 1000)).credits())
                .isEqualTo(Credits.ZERO);
    }

    @Test
    void an_unknown_model_names_what_may_have_been_meant_nearest_first() {
        assertThat(BOOK.rate(new TokenUsage("openai", "gpt-5-mimi", 1, 0, 1), NOW, Tier.FREE, Credits.ZERO))
                .isEqualTo(new Rating.Unpriced("openai", "gpt-5-mimi"));
        assertThat(BOOK.near(new ModelName("openai", "gpt-5-mimi"), NOW))
                .containsExactly("openai/gpt-5-mini", "openai/gpt-5-nano");
    }

    private static RatedUsage rate(PriceBook book, TokenUsage tokens) {
        return switch (book.rate(tokens, NOW, Tier.FREE, Credits.ZERO)) {
            case Rating.Rated(var usage) -> usage;
            case Rating.Unpriced unpriced -> throw new AssertionError("unpriced: " + unpriced);
        };
    }
}
