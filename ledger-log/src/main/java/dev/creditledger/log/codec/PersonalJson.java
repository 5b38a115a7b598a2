package dev.creditledger.log.codec;

import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

/** Personal data as {@code {"subject", "ciphertext"}}, sealed if it is not yet; left out when there is none. */
final class PersonalJson {

    private record Form(SubjectId subject, String ciphertext) {}

    private PersonalJson() {}

    static final class Writer extends ValueSerializer<Personal> {

        private final Function<Personal.Clear, Personal.Sealed> seal;

        Writer(Function<Personal.Clear, Personal.Sealed> seal) {
            this.seal = seal;
        }

        @Override
        public boolean isEmpty(SerializationContext context, Personal personal) {
            return personal instanceof Personal.None;
        }

        @Override
        public void serialize(Personal personal, JsonGenerator generator, SerializationContext context) {
            switch (personal) {
                case Personal.None _ -> generator.writeNull();
                case Personal.Clear clear -> write(seal.apply(clear), generator);
                case Personal.Sealed sealed -> write(sealed, generator);
            }
        }

        private static void write(Personal.Sealed sealed, JsonGenerator generator) {
            generator.writeStartObject();
            generator.writeStringProperty("subject", sealed.subject().value());
            generator.writeStringProperty("ciphertext", sealed.ciphertext());
            generator.writeEndObject();
        }
    }

    static final class Reader extends ValueDeserializer<Personal> {

        @Override
        public Personal deserialize(JsonParser parser, DeserializationContext context) {
            var form = context.readValue(parser, Form.class);
            return new Personal.Sealed(form.subject(), form.ciphertext());
        }

        @Override
        public Personal getNullValue(DeserializationContext context) {
            return Personal.NONE;
        }

        @Override
        public Personal getAbsentValue(DeserializationContext context) {
            return Personal.NONE;
        }
    }
}
