package dev.creditledger.domain.pricing;

import dev.creditledger.domain.PlainDecimal;
import java.math.BigDecimal;

/** What a vendor asks for a model's tokens, in US dollars per million. Free is 0. */
public record TokenPrices(
        BigDecimal inputUsdPerMillion, BigDecimal cachedInputUsdPerMillion, BigDecimal outputUsdPerMillion) {

    static final BigDecimal TOKENS_PER_PRICE = BigDecimal.valueOf(1_000_000);

    public TokenPrices {
        if (inputUsdPerMillion.signum() < 0
                || cachedInputUsdPerMillion.signum() < 0
                || outputUsdPerMillion.signum() < 0) {
            throw new IllegalArgumentException("a price is never negative");
        }
    }

    /** What the vendor asks for these tokens, in US dollars, exact: a power of ten divides without remainder. */
    public BigDecimal costUsd(TokenUsage tokens) {
        var fresh = BigDecimal.valueOf(tokens.inputTokens() - tokens.cachedInputTokens());
        var cached = BigDecimal.valueOf(tokens.cachedInputTokens());
        var output = BigDecimal.valueOf(tokens.outputTokens());
        var sum = inputUsdPerMillion
                .multiply(fresh)
                .add(cachedInputUsdPerMillion.multiply(cached))
                .add(outputUsdPerMillion.multiply(output));
        return PlainDecimal.of(sum.divide(TOKENS_PER_PRICE));
    }

    /** Without zeros at the end, so that two spellings of one price are equal. */
    TokenPrices plain() {
        return new TokenPrices(
                PlainDecimal.of(inputUsdPerMillion),
                PlainDecimal.of(cachedInputUsdPerMillion),
                PlainDecimal.of(outputUsdPerMillion));
    }
}
