package dev.creditledger.domain.pricing;

import dev.creditledger.domain.Credits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What every model costs, and how that becomes credits: tokens × prices × margin / worth of a credit, in exact decimals,
 * rounded up once at the sixth.
 *
 * <p>This book has one version and one margin. Versions in force from a date, and margins by tier, will take its place
 * behind {@link #rate}.
 */
public final class PriceBook {

    private static final BigDecimal TOKENS_PER_PRICE = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal TOKENS_MAX = BigDecimal.valueOf(TokenUsage.TOKENS_MAX);
    private static final int NEAR_MAX = 5;

    private final int version;
    private final BigDecimal margin;
    private final BigDecimal creditWorthUsd;
    private final Map<ModelName, TokenPrices> prices;

    /** A model as its vendor calls it. */
    public record ModelName(String vendor, String model) {
        @Override
        public String toString() {
            return vendor + '/' + model;
        }
    }

    /**
     * @param version counts from 1
     * @param margin multiplier on the vendor's cost, above 0
     * @param creditWorthUsd US dollars that one credit is worth, above 0
     * @throws IllegalArgumentException if the dearest request could cost more credits than an amount may have
     */
    public PriceBook(int version, BigDecimal margin, BigDecimal creditWorthUsd, Map<ModelName, TokenPrices> prices) {
        if (version < 1 || margin.signum() <= 0 || creditWorthUsd.signum() <= 0) {
            throw new IllegalArgumentException("a price book has a version from 1, a margin and a worth above 0");
        }
        this.version = version;
        this.margin = margin;
        this.creditWorthUsd = creditWorthUsd;
        this.prices = Map.copyOf(prices);
        this.prices.forEach(this::requireBounded);
    }

    private void requireBounded(ModelName name, TokenPrices price) {
        var dearest = price.inputUsdPerMillion()
                .max(price.cachedInputUsdPerMillion())
                .add(price.outputUsdPerMillion())
                .multiply(TOKENS_MAX)
                .divide(TOKENS_PER_PRICE);
        if (inCredits(dearest).compareTo(Credits.MAX.toBigDecimal()) > 0) {
            throw new IllegalArgumentException("with this margin and worth of a credit, one request to " + name
                    + " could cost more than " + Credits.MAX + " credits");
        }
    }

    public int version() {
        return version;
    }

    public Rating rate(TokenUsage tokens) {
        var name = new ModelName(tokens.vendor(), tokens.model());
        var price = prices.get(name);
        if (price == null) {
            return new Rating.Unpriced(tokens.vendor(), tokens.model(), near(name));
        }
        var cost = cost(tokens, price);
        return new Rating.Rated(
                new RatedUsage(tokens, price, margin, creditWorthUsd, version, cost, Credits.exactly(inCredits(cost))));
    }

    /** US dollars, exact: a power of ten divides without remainder. */
    private static BigDecimal cost(TokenUsage tokens, TokenPrices price) {
        var fresh = BigDecimal.valueOf(tokens.inputTokens() - tokens.cachedInputTokens());
        var cached = BigDecimal.valueOf(tokens.cachedInputTokens());
        var output = BigDecimal.valueOf(tokens.outputTokens());
        var sum = price.inputUsdPerMillion()
                .multiply(fresh)
                .add(price.cachedInputUsdPerMillion().multiply(cached))
                .add(price.outputUsdPerMillion().multiply(output));
        return plain(sum.divide(TOKENS_PER_PRICE));
    }

    /** The one rounding: the exact quotient need not end, so it is taken to the sixth decimal, upwards. */
    private BigDecimal inCredits(BigDecimal usd) {
        return usd.multiply(margin).divide(creditWorthUsd, Credits.SCALE, RoundingMode.CEILING);
    }

    private static BigDecimal plain(BigDecimal number) {
        var stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** The models whose names differ least from what was asked for, nearest first. */
    private List<String> near(ModelName asked) {
        var distances = prices.keySet().stream()
                .collect(Collectors.toMap(
                        name -> name,
                        name -> EditDistance.between(asked.model(), name.model())
                                + EditDistance.between(asked.vendor(), name.vendor())));
        return distances.entrySet().stream()
                .filter(entry -> entry.getValue() <= Math.max(4, asked.model().length() / 2))
                .sorted(Map.Entry.<ModelName, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.comparing(ModelName::toString))))
                .limit(NEAR_MAX)
                .map(entry -> entry.getKey().toString())
                .toList();
    }
}
