package dev.creditledger.api.account;

import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Names;
import dev.creditledger.domain.pricing.TokenUsage;

/** The tokens that a request is about, as they were sent. */
public record SentTokens(String vendor, String model, long input, long cached, long output) {

    public static SentTokens read(Fields body) {
        var tokens = new SentTokens(
                body.text("vendor", Names.USED, Names.USED_FORM),
                body.text("model", Names.USED, Names.USED_FORM),
                body.whole("inputTokens", 0, TokenUsage.TOKENS_MAX),
                body.optionalWhole("cachedInputTokens", 0, TokenUsage.TOKENS_MAX)
                        .orElse(0L),
                body.whole("outputTokens", 0, TokenUsage.TOKENS_MAX));
        if (tokens.cached > tokens.input) {
            body.contradiction("cachedInputTokens", "must not be more than inputTokens, of which they are a part");
        }
        return tokens;
    }

    /** Not before the body is known to be right. */
    public TokenUsage usage() {
        return new TokenUsage(vendor, model, input, cached, output);
    }
}
