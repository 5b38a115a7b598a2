package dev.creditledger.domain.pricing;

/**
 * What one model costs: a line of a price list.
 *
 * @param kind what it does, in the vendors' words, such as {@code chat} or {@code embedding}; nothing depends on it
 */
public record ModelPrice(ModelName name, String kind, TokenPrices prices) {
    public ModelPrice {
        prices = prices.plain();
    }
}
