package dev.creditledger.benchmarks.jmh;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.pricing.Rating;
import dev.creditledger.domain.pricing.TokenPrices;
import dev.creditledger.domain.pricing.TokenUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What token usage costs, in a price book of 260 models. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RatingBenchmark {

    private static final int MODELS = 260;
    private static final TokenPrices PRICES =
            new TokenPrices(new BigDecimal("2.5"), new BigDecimal("1.25"), new BigDecimal("10"));

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private final PriceBook book = book();

    private static PriceBook book() {
        var models = IntStream.range(0, MODELS)
                .mapToObj(number -> new ModelPrice(new ModelName("vendor", "model-" + number), "chat", PRICES))
                .toList();
        var opening = new OpenBook(
                new BigDecimal("0.01"),
                new FixedPercentage(new BigDecimal("1.5")),
                models,
                new SubjectId("bench"),
                FreeText.NONE,
                NOW);
        var book = PriceBook.UNOPENED;
        for (var event : ((Accepted<PricingEvent, ?>) book.decide(opening)).events()) {
            book = book.evolve(event);
        }
        return book;
    }

    private final TokenUsage known = new TokenUsage("vendor", "model-123", 1_847, 512, 311);
    private final TokenUsage unknown = new TokenUsage("vendor", "modle-123", 1_847, 512, 311);

    @Benchmark
    public Rating known() {
        return book.rate(known, NOW, Tier.PRO, Credits.ZERO);
    }

    @Benchmark
    public Rating unknown() {
        return book.rate(unknown, NOW, Tier.PRO, Credits.ZERO);
    }

    /** Looks for names that may have been meant by an unknown one, as the answer to it does. */
    @Benchmark
    public List<String> near() {
        return book.near(new ModelName(unknown.vendor(), unknown.model()), NOW);
    }
}
