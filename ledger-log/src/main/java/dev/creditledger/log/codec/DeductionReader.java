package dev.creditledger.log.codec;

import static tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.account.FeatureUse;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.log.codec.EventCodec.Beside;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads deductions by hand, as nearly all events are deductions: a third of what data binding takes. It reads what data
 * binding reads, and refuses at least what that refuses.
 */
final class DeductionReader {

    /** Digits of the largest amount, in millionths. */
    private static final int DIGITS_MAX = 15;

    private final JsonMapper json;
    private final ObjectReader uses;
    private final ObjectReader personal;

    DeductionReader(JsonMapper json) {
        this.json = json;
        this.uses = json.readerFor(FeatureUse.class).without(FAIL_ON_TRAILING_TOKENS);
        this.personal = json.readerFor(Personal.class).without(FAIL_ON_TRAILING_TOKENS);
    }

    /** @throws JacksonException or IllegalArgumentException if it is not a deduction */
    CreditsDeducted read(Beside beside, byte[] payload) {
        try (var parser = json.createParser(payload)) {
            var read = new Fields();
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                field(name, parser, read);
            }
            expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
            expect(parser, parser.nextToken(), null);
            return read.deducted(parser, beside);
        }
    }

    private void field(String name, JsonParser parser, Fields into) {
        switch (name) {
            case "deduction" -> into.deduction = new DeductionId(uuid(parser));
            case "amount" -> into.amount = credits(parser);
            case "type" -> into.type = type(parser);
            case "feature" -> into.feature = Optional.of(text(parser));
            case "usage" -> into.usage = Optional.of(RatedUsageReader.read(parser));
            case "use" -> into.use = Optional.of(uses.<FeatureUse>readValue(parser));
            case "uncovered" -> into.uncovered = Optional.of(credits(parser));
            case "drawn" -> into.drawn = draws(parser);
            case "balance" -> into.balance = balance(parser);
            case "personal" -> into.personal = personal.readValue(parser);
            default -> throw refused(parser, "a deduction has no " + name);
        }
    }

    /** What a deduction is made of. */
    private static final class Fields {
        @Nullable DeductionId deduction;

        @Nullable Credits amount;

        @Nullable DeductionType type;

        @Nullable List<Draw> drawn;

        @Nullable Balance balance;

        Optional<String> feature = Optional.empty();
        Optional<RatedUsage> usage = Optional.empty();
        Optional<FeatureUse> use = Optional.empty();
        Optional<Credits> uncovered = Optional.empty();
        Personal personal = Personal.NONE;

        CreditsDeducted deducted(JsonParser parser, Beside beside) {
            if (deduction == null || amount == null || type == null || drawn == null || balance == null) {
                throw refused(parser, "a deduction lacks a part");
            }
            return new CreditsDeducted(
                    new AccountId(beside.aggregate()),
                    deduction,
                    amount,
                    type,
                    feature,
                    usage,
                    use,
                    uncovered,
                    drawn,
                    balance,
                    personal,
                    beside.occurredAt(),
                    beside.bookedAt());
        }
    }

    private static DeductionType type(JsonParser parser) {
        return switch (text(parser)) {
            case "inference" -> DeductionType.INFERENCE;
            case "embedding" -> DeductionType.EMBEDDING;
            case "fine_tuning" -> DeductionType.FINE_TUNING;
            case "custom" -> DeductionType.CUSTOM;
            default -> throw refused(parser, "no type of deduction");
        };
    }

    private static List<Draw> draws(JsonParser parser) {
        expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
        var draws = new ArrayList<Draw>(1);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            draws.add(draw(parser));
        }
        return draws;
    }

    private static Draw draw(JsonParser parser) {
        expect(parser, parser.currentToken(), JsonToken.START_OBJECT);
        @Nullable GrantId grant = null;
        @Nullable Credits amount = null;
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "grant" -> grant = new GrantId(uuid(parser));
                case "amount" -> amount = credits(parser);
                default -> throw refused(parser, "a draw has no " + name);
            }
        }
        if (grant == null || amount == null) {
            throw refused(parser, "a draw lacks a part");
        }
        return new Draw(grant, amount);
    }

    private static Balance balance(JsonParser parser) {
        expect(parser, parser.currentToken(), JsonToken.START_OBJECT);
        @Nullable Credits available = null;
        @Nullable Credits held = null;
        @Nullable Credits pending = null;
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            switch (name) {
                case "available" -> available = credits(parser);
                case "held" -> held = credits(parser);
                case "pending" -> pending = credits(parser);
                default -> throw refused(parser, "a balance has no " + name);
            }
        }
        if (available == null || held == null || pending == null) {
            throw refused(parser, "a balance lacks a part");
        }
        return new Balance(available, held, pending);
    }

    private static UUID uuid(JsonParser parser) {
        return UUID.fromString(text(parser));
    }

    static String text(JsonParser parser) {
        expect(parser, parser.currentToken(), JsonToken.VALUE_STRING);
        return parser.getString();
    }

    /** Digits are counted where they stand; what is written otherwise takes the long way. */
    static Credits credits(JsonParser parser) {
        var token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
            throw refused(parser, "not an amount");
        }
        var characters = parser.getStringCharacters();
        var start = parser.getStringOffset();
        var end = start + parser.getStringLength();
        var millionths = 0L;
        var decimals = -1;
        if (end - start > DIGITS_MAX) {
            return Credits.exactly(parser.getDecimalValue());
        }
        for (var i = start; i < end; i++) {
            var digit = characters[i] - '0';
            if (digit >= 0 && digit <= 9) {
                millionths = millionths * 10 + digit;
                decimals += decimals < 0 ? 0 : 1;
            } else if (characters[i] == '.' && decimals < 0) {
                decimals = 0;
            } else {
                return Credits.exactly(parser.getDecimalValue());
            }
        }
        if (decimals > Credits.SCALE) {
            return Credits.exactly(parser.getDecimalValue());
        }
        for (var missing = Credits.SCALE - Math.max(decimals, 0); missing > 0; missing--) {
            millionths = Math.multiplyExact(millionths, 10L);
        }
        return new Credits(millionths);
    }

    static void expect(JsonParser parser, @Nullable JsonToken token, @Nullable JsonToken expected) {
        if (token != expected) {
            throw refused(parser, "expected " + expected + ", found " + token);
        }
    }

    static StreamReadException refused(JsonParser parser, String message) {
        return new StreamReadException(parser, message);
    }
}
