package dev.creditledger.log.codec;

import static dev.creditledger.log.codec.DeductionReader.credits;
import static dev.creditledger.log.codec.DeductionReader.expect;
import static dev.creditledger.log.codec.DeductionReader.refused;
import static dev.creditledger.log.codec.DeductionReader.text;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.pricing.TokenPrices;
import dev.creditledger.domain.pricing.TokenUsage;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The usage of a {@link DeductionReader}: most deductions are of rated tokens. */
final class RatedUsageReader {

    private @Nullable TokenUsage tokens;
    private @Nullable TokenPrices prices;
    private @Nullable BigDecimal margin;
    private @Nullable BigDecimal creditWorthUsd;
    private @Nullable Integer priceVersion;
    private @Nullable Integer marginVersion;
    private @Nullable Tier tier;
    private @Nullable BigDecimal vendorCostUsd;
    private @Nullable Credits credits;

    private RatedUsageReader() {}

    static RatedUsage read(JsonParser parser) {
        var read = new RatedUsageReader();
        expect(parser, parser.currentToken(), JsonToken.START_OBJECT);
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            read.field(name, parser);
        }
        expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
        return read.usage(parser);
    }

    private void field(String name, JsonParser parser) {
        switch (name) {
            case "tokens" -> tokens = tokens(parser);
            case "prices" -> prices = prices(parser);
            case "margin" -> margin = decimal(parser);
            case "creditWorthUsd" -> creditWorthUsd = decimal(parser);
            case "priceVersion" -> priceVersion = whole(parser).getIntValue();
            case "marginVersion" -> marginVersion = whole(parser).getIntValue();
            case "tier" -> tier = tier(parser);
            case "vendorCostUsd" -> vendorCostUsd = decimal(parser);
            case "credits" -> credits = credits(parser);
            default -> throw refused(parser, "rated usage has no " + name);
        }
    }

    private RatedUsage usage(JsonParser parser) {
        if (tokens == null
                || prices == null
                || margin == null
                || creditWorthUsd == null
                || priceVersion == null
                || marginVersion == null
                || tier == null
                || vendorCostUsd == null
                || credits == null) {
            throw refused(parser, "rated usage lacks a part");
        }
        return new RatedUsage(
                tokens, prices, margin, creditWorthUsd, priceVersion, marginVersion, tier, vendorCostUsd, credits);
    }

    private static TokenUsage tokens(JsonParser parser) {
        expect(parser, parser.currentToken(), JsonToken.START_OBJECT);
        @Nullable String vendor = null;
        @Nullable String model = null;
        @Nullable Long input = null;
        @Nullable Long cached = null;
        @Nullable Long output = null;
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "vendor" -> vendor = text(parser);
                case "model" -> model = text(parser);
                case "inputTokens" -> input = whole(parser).getLongValue();
                case "cachedInputTokens" -> cached = whole(parser).getLongValue();
                case "outputTokens" -> output = whole(parser).getLongValue();
                default -> throw refused(parser, "tokens have no " + name);
            }
        }
        if (vendor == null || model == null || input == null || cached == null || output == null) {
            throw refused(parser, "tokens lack a part");
        }
        return new TokenUsage(vendor, model, input, cached, output);
    }

    private static TokenPrices prices(JsonParser parser) {
        expect(parser, parser.currentToken(), JsonToken.START_OBJECT);
        @Nullable BigDecimal input = null;
        @Nullable BigDecimal cached = null;
        @Nullable BigDecimal output = null;
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "inputUsdPerMillion" -> input = decimal(parser);
                case "cachedInputUsdPerMillion" -> cached = decimal(parser);
                case "outputUsdPerMillion" -> output = decimal(parser);
                default -> throw refused(parser, "prices have no " + name);
            }
        }
        if (input == null || cached == null || output == null) {
            throw refused(parser, "prices lack a part");
        }
        return new TokenPrices(input, cached, output);
    }

    private static Tier tier(JsonParser parser) {
        return switch (text(parser)) {
            case "free" -> Tier.FREE;
            case "pro" -> Tier.PRO;
            case "pro_max" -> Tier.PRO_MAX;
            case "enterprise_pro" -> Tier.ENTERPRISE_PRO;
            case "enterprise_max" -> Tier.ENTERPRISE_MAX;
            case "perpetual" -> Tier.PERPETUAL;
            default -> throw refused(parser, "no tier");
        };
    }

    private static BigDecimal decimal(JsonParser parser) {
        var token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw refused(parser, "not a number");
        }
        return parser.getDecimalValue();
    }

    /** The parser, if it stands on a whole number. */
    private static JsonParser whole(JsonParser parser) {
        expect(parser, parser.currentToken(), JsonToken.VALUE_NUMBER_INT);
        return parser;
    }
}
