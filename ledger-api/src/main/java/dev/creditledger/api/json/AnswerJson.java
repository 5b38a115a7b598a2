package dev.creditledger.api.json;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.SessionId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** How answers are written: amounts as plain decimals, times in UTC, names of choices in lower case. */
@Configuration(proxyBeanMethods = false)
class AnswerJson {

    @Bean
    JsonMapperBuilderCustomizer answers() {
        return builder -> builder.addModule(new SimpleModule("ledger")
                .addSerializer(new CreditsWriter())
                .addSerializer(new DecimalWriter())
                .addSerializer(new TimeWriter())
                .addSerializer(new ChoiceWriter())
                .addKeySerializer(Window.class, new WindowNameWriter())
                .addSerializer(AccountId.class, new ToStringSerializer(AccountId.class))
                .addSerializer(SubjectId.class, new ToStringSerializer(SubjectId.class))
                .addSerializer(GrantId.class, new ToStringSerializer(GrantId.class))
                .addSerializer(DeductionId.class, new ToStringSerializer(DeductionId.class))
                .addSerializer(SessionId.class, new ToStringSerializer(SessionId.class))
                .addSerializer(LiveFeature.class, new ToStringSerializer(LiveFeature.class))
                .addSerializer(HoldId.class, new ToStringSerializer(HoldId.class))
                .addSerializer(ReversalId.class, new ToStringSerializer(ReversalId.class)));
    }

    private static final class CreditsWriter extends StdSerializer<Credits> {
        CreditsWriter() {
            super(Credits.class);
        }

        @Override
        public void serialize(Credits credits, JsonGenerator json, SerializationContext context) {
            json.writeNumber(credits.toString());
        }
    }

    /** Without an exponent and without zeros at the end. */
    private static final class DecimalWriter extends StdSerializer<BigDecimal> {
        DecimalWriter() {
            super(BigDecimal.class);
        }

        @Override
        public void serialize(BigDecimal number, JsonGenerator json, SerializationContext context) {
            json.writeNumber(
                    number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
        }
    }

    /** Whole seconds without a fraction, else all that the ledger keeps. */
    private static final class TimeWriter extends StdSerializer<Instant> {
        TimeWriter() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator json, SerializationContext context) {
            json.writeString(time.toString());
        }
    }

    private static final class WindowNameWriter extends StdSerializer<Window> {
        WindowNameWriter() {
            super(Window.class);
        }

        @Override
        public void serialize(Window window, JsonGenerator json, SerializationContext context) {
            json.writeName(EnumNames.of(window));
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class ChoiceWriter extends StdSerializer<Enum> {
        ChoiceWriter() {
            super(Enum.class);
        }

        @Override
        public void serialize(Enum choice, JsonGenerator json, SerializationContext context) {
            json.writeString(choice.name().toLowerCase(Locale.ROOT));
        }
    }
}
