package dev.creditledger.log.codec;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.LedgerKey;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.SessionId;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The JSON of the log: credits as plain decimal numbers, ids as strings, times in RFC 3339 with microseconds, the
 * constants of enums in lower case; what is absent is left out, and what is equal is written alike. What is not expected
 * is an error.
 */
final class LedgerJson {

    private LedgerJson() {}

    /** @param seal for personal data that is still in the clear */
    static JsonMapper mapper(Function<Personal.Clear, Personal.Sealed> seal) {
        return JsonMapper.builder()
                .annotationIntrospector(new EventColumns.Injecting())
                .addModule(values(seal))
                .addMixIn(Margin.class, MarginForm.class)
                .changeDefaultPropertyInclusion(
                        _ -> JsonInclude.Value.ALL_NON_NULL.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                .withConfigOverride(
                        Personal.class,
                        personal -> personal.setInclude(JsonInclude.Value.construct(
                                JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_EMPTY)))
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .build();
    }

    /** A margin names its strategy. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "strategy")
    @JsonSubTypes({
        @JsonSubTypes.Type(name = "fixed_percentage", value = Margin.FixedPercentage.class),
        @JsonSubTypes.Type(name = "tiered", value = Margin.Tiered.class),
        @JsonSubTypes.Type(name = "dynamic", value = Margin.Dynamic.class)
    })
    private interface MarginForm {}

    private static SimpleModule values(Function<Personal.Clear, Personal.Sealed> seal) {
        var module = new SimpleModule("ledger");
        text(module, AccountId.class, AccountId::value, AccountId::new);
        text(module, SubjectId.class, SubjectId::value, SubjectId::new);
        text(module, GrantId.class, GrantId::toString, id -> new GrantId(UUID.fromString(id)));
        text(module, DeductionId.class, DeductionId::toString, id -> new DeductionId(UUID.fromString(id)));
        text(module, ReversalId.class, ReversalId::toString, id -> new ReversalId(UUID.fromString(id)));
        text(module, HoldId.class, HoldId::toString, id -> new HoldId(UUID.fromString(id)));
        text(module, SessionId.class, SessionId::toString, id -> new SessionId(UUID.fromString(id)));
        text(module, LiveFeature.class, LiveFeature::name, LiveFeature::new);
        text(module, LedgerKey.class, LedgerKey::value, LedgerKey::new);
        text(module, Instant.class, Times::text, Times::parse);
        text(module, YearMonth.class, YearMonth::toString, LedgerJson::month);
        module.addSerializer(Credits.class, new CreditsWriter());
        module.addDeserializer(Credits.class, new CreditsReader());
        module.addSerializer(Personal.class, new PersonalJson.Writer(seal));
        module.addDeserializer(Personal.class, new PersonalJson.Reader());
        module.setSerializerModifier(new EventColumns.Omitting());
        return module;
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a month is written like 2026-03: " + text, e);
        }
    }

    /** Has {@code type} written as one JSON string. */
    private static <T> void text(
            SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
        module.addSerializer(type, new ValueSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator generator, SerializationContext context) {
                generator.writeString(write.apply(value));
            }
        });
        module.addDeserializer(type, new ValueDeserializer<T>() {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) {
                try {
                    return read.apply(parser.getString());
                } catch (IllegalArgumentException e) {
                    return context.reportInputMismatch(type, "%s", e.getMessage());
                }
            }
        });
    }

    private static final class CreditsWriter extends ValueSerializer<Credits> {
        @Override
        public void serialize(Credits credits, JsonGenerator generator, SerializationContext context) {
            generator.writeNumber(credits.toString());
        }
    }

    private static final class CreditsReader extends ValueDeserializer<Credits> {
        @Override
        public Credits deserialize(JsonParser parser, DeserializationContext context) {
            try {
                return Credits.exactly(parser.getDecimalValue());
            } catch (ArithmeticException | IllegalArgumentException e) {
                return context.reportInputMismatch(Credits.class, "%s", e.getMessage());
            }
        }
    }
}
