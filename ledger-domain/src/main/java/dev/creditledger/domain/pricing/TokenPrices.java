package dev.creditledger.domain.pricing;

import java.math.BigDecimal;

/** What a vendor asks for a model's tokens, in US dollars per million. Free is 0. */
public record TokenPrices(
        BigDecimal inputUsdPerMillion, BigDecimal cachedInputUsdPerMillion, BigDecimal outputUsdPerMillion) {

    public TokenPrices {
        if (inputUsdPerMillion.signum() < 0
                || cachedInputUsdPerMillion.signum() < 0
                || outputUsdPerMillion.signum() < 0) {
            throw new IllegalArgumentException("a price is never negative");
        }
    }
}
