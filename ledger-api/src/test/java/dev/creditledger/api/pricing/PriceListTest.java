package dev.creditledger.api.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.pricing.Rating.Rated;
import dev.creditledger.domain.pricing.TokenPrices;
import dev.creditledger.domain.pricing.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceListTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private static final String HEADER = "vendor,model,kind,input_usd_per_million_tokens,"
            + "cached_input_usd_per_million_tokens,output_usd_per_million_tokens,max_input_tokens\n";

    @Test
    void the_list_that_ships_has_260_models_of_six_vendors() throws IOException {
        var prices = shipped();

        assertThat(prices).hasSize(260);
        assertThat(prices.stream().map(price -> price.name().vendor()).distinct())
                .containsExactlyInAnyOrder("anthropic", "cohere", "google", "meta", "mistral", "openai");
    }

    @Test
    void the_list_that_ships_makes_a_price_book() throws IOException {
        var book = opened(new OpenBook(
                new BigDecimal("0.01"),
                new FixedPercentage(new BigDecimal("1.5")),
                shipped(),
                new SubjectId("admin"),
                FreeText.NONE,
                NOW));

        assertThat(book.rate(new TokenUsage("openai", "gpt-4o-mini", 4_000, 1_000, 750), NOW, Tier.FREE, Credits.ZERO))
                .isInstanceOfSatisfying(Rated.class, rated -> {
                    assertThat(rated.usage().vendorCostUsd()).isEqualByComparingTo("0.000975");
                    assertThat(rated.usage().credits()).hasToString("0.14625");
                });
    }

    @Test
    void a_cached_price_that_is_not_offered_is_the_input_price() throws IOException {
        assertThat(read(HEADER + "acme,one,chat,2,,8,1000\n"))
                .containsExactly(new ModelPrice(
                        new ModelName("acme", "one"),
                        "chat",
                        new TokenPrices(BigDecimal.valueOf(2), BigDecimal.valueOf(2), BigDecimal.valueOf(8))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    acme,one,chat,free,,8,1000     | line 2: input_usd_per_million_tokens must be a price
                    acme,one,chat,-1,,8,1000       | line 2: input_usd_per_million_tokens must be a price
                    acme,one,chat,1e3,,8,1000      | line 2: input_usd_per_million_tokens must be a price
                    ,one,chat,1,,8,1000            | line 2: vendor must not be empty
                    """)
    void a_line_that_cannot_be_used_is_named(String line, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(HEADER + line + "\n"))
                .withMessageContaining(complaint);
    }

    @Test
    void a_model_is_there_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(HEADER + "acme,one,chat,1,,1,1\nacme,one,chat,2,,2,1\n"))
                .withMessageContaining("line 3: acme/one is there twice");
    }

    private static PriceBook opened(OpenBook command) {
        return switch (PriceBook.UNOPENED.decide(command)) {
            case Accepted<PricingEvent, ?>(var events) -> {
                var book = PriceBook.UNOPENED;
                for (var event : events) {
                    book = book.evolve(event);
                }
                yield book;
            }
            case Rejected<PricingEvent, ?>(var reason) -> throw new AssertionError(reason);
        };
    }

    private static List<ModelPrice> shipped() throws IOException {
        try (var csv = PriceListTest.class.getResourceAsStream("model-prices.csv")) {
            return PriceList.read("model-prices.csv", Objects.requireNonNull(csv));
        }
    }

    private static List<ModelPrice> read(String csv) throws IOException {
        return PriceList.read("test", new ByteArrayInputStream(csv.getBytes(UTF_8)));
    }
}
