package dev.creditledger.domain.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.pricing.PriceBook.ModelName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PriceBookTest {

    private static final PriceBook BOOK = book("1.5", "0.01");

    private static PriceBook book(String margin, String worth) {
        return new PriceBook(
                1,
                new BigDecimal(margin),
                new BigDecimal(worth),
                Map.of(
                        new ModelName("openai", "gpt-5-mini"),
                        prices("0.25", "0.025", "2"),
                        new ModelName("openai", "gpt-5-nano"),
                        prices("0.05", "0.005", "0.4"),
                        new ModelName("meta", "free"),
                        prices("0", "0", "0")));
    }

    private static TokenPrices prices(String input, String cached, String output) {
        return new TokenPrices(new BigDecimal(input), new BigDecimal(cached), new BigDecimal(output));
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
        assertThat(BOOK.rate(new TokenUsage("openai", "gpt-5-mimi", 1, 0, 1)))
                .isInstanceOfSatisfying(
                        Rating.Unpriced.class,
                        unpriced ->
                                assertThat(unpriced.near()).containsExactly("openai/gpt-5-mini", "openai/gpt-5-nano"));
    }

    @Test
    void a_book_whose_dearest_request_would_not_fit_an_amount_is_refused() {
        assertThatThrownBy(() -> book("1000000", "0.01"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openai/gpt-5");
    }

    private static RatedUsage rate(PriceBook book, TokenUsage tokens) {
        return switch (book.rate(tokens)) {
            case Rating.Rated(var usage) -> usage;
            case Rating.Unpriced unpriced -> throw new AssertionError("unpriced: " + unpriced);
        };
    }
}
