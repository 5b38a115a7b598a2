package dev.creditledger.benchmarks.jmh;

import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PriceBook.ModelName;
import dev.creditledger.domain.pricing.Rating;
import dev.creditledger.domain.pricing.TokenPrices;
import dev.creditledger.domain.pricing.TokenUsage;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

    private final PriceBook book = new PriceBook(
            1,
            new BigDecimal("1.5"),
            new BigDecimal("0.01"),
            IntStream.range(0, MODELS)
                    .boxed()
                    .collect(Collectors.toMap(number -> new ModelName("vendor", "model-" + number), _ -> PRICES)));

    private final TokenUsage known = new TokenUsage("vendor", "model-123", 1_847, 512, 311);
    private final TokenUsage unknown = new TokenUsage("vendor", "modle-123", 1_847, 512, 311);

    @Benchmark
    public Rating known() {
        return book.rate(known);
    }

    /** Looks for names that may have been meant. */
    @Benchmark
    public Rating unknown() {
        return book.rate(unknown);
    }
}
