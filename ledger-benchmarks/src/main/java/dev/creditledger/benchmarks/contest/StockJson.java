package dev.creditledger.benchmarks.contest;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.GrantId;
import java.util.UUID;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.databind.json.JsonMapper;

/** Axon's Jackson serializer for the domain's events: ids and amounts as single values, as small as it easily gets. */
@SuppressWarnings("UnusedVariable") // Of the forms below, Jackson takes the signatures.
final class StockJson {

    private StockJson() {}

    static Serializer serializer() {
        return Jackson3Serializer.builder()
                .jsonMapperBuilderCustomizer(StockJson::customize)
                .build();
    }

    private static void customize(JsonMapper.Builder json) {
        json.addMixIn(AccountId.class, Text.class)
                .addMixIn(SubjectId.class, Text.class)
                .addMixIn(DeductionId.class, Uuid.class)
                .addMixIn(GrantId.class, Uuid.class)
                .addMixIn(Credits.class, Millionths.class)
                .addMixIn(Personal.class, Kinds.class)
                .changeDefaultPropertyInclusion(
                        _ -> JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS));
    }

    @JsonAutoDetect
    private abstract static class Text {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Text(String value) {}

        @JsonValue
        abstract String value();
    }

    @JsonAutoDetect
    private abstract static class Uuid {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Uuid(UUID value) {}

        @JsonValue
        abstract UUID value();
    }

    @JsonAutoDetect
    private abstract static class Millionths {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Millionths(long millionths) {}

        @JsonValue
        abstract long millionths();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Personal.None.class, name = "none"),
        @JsonSubTypes.Type(value = Personal.Clear.class, name = "clear"),
        @JsonSubTypes.Type(value = Personal.Sealed.class, name = "sealed")
    })
    private interface Kinds {}
}
