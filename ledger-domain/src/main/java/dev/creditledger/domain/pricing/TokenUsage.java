package dev.creditledger.domain.pricing;

/**
 * Tokens that one request to a model used.
 *
 * @param inputTokens all input, 0 to 10⁹
 * @param cachedInputTokens the part of the input that the vendor read from its cache
 * @param outputTokens 0 to 10⁹
 */
public record TokenUsage(String vendor, String model, long inputTokens, long cachedInputTokens, long outputTokens) {

    public static final long TOKENS_MAX = 1_000_000_000;

    public TokenUsage {
        if (inputTokens < 0 || inputTokens > TOKENS_MAX || outputTokens < 0 || outputTokens > TOKENS_MAX) {
            throw new IllegalArgumentException("tokens lie between 0 and " + TOKENS_MAX);
        }
        if (cachedInputTokens < 0 || cachedInputTokens > inputTokens) {
            throw new IllegalArgumentException("cached input tokens are a part of the input tokens");
        }
    }
}
