package dev.creditledger.log.codec;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.log.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Metadata to JSON and back. It is written by hand because every event has it. */
public final class MetadataCodec {

    private static final int TYPICAL_BYTES = 512;

    /** The JSON as it is read; {@code correlationId} is left out when it equals the request's id. */
    private record Form(
            Actor actor,
            String requestId,
            Optional<String> correlationId,
            Personal origin,
            Optional<String> idempotencyKey,
            Optional<String> fingerprint) {

        record Actor(SubjectId subject, Cause.Role role) {}
    }

    private final Vault vault;
    private final JsonMapper json;

    public MetadataCodec(Vault vault) {
        this.vault = vault;
        this.json = LedgerJson.mapper(vault::sealRepeated);
    }

    public byte[] encode(Metadata metadata) {
        var bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (var generator = json.createGenerator(bytes)) {
            write(metadata, generator);
        }
        return bytes.toByteArray();
    }

    private void write(Metadata metadata, JsonGenerator generator) {
        var cause = metadata.cause();
        generator.writeStartObject();
        generator.writeObjectPropertyStart("actor");
        generator.writeStringProperty("subject", cause.actor().subject().value());
        generator.writeStringProperty("role", EnumNames.of(cause.actor().role()));
        generator.writeEndObject();
        generator.writeStringProperty("requestId", cause.requestId());
        if (!cause.correlationId().equals(cause.requestId())) {
            generator.writeStringProperty("correlationId", cause.correlationId());
        }
        switch (cause.origin()) {
            case Personal.None _ -> {}
            case Personal.Clear clear -> write(vault.sealRepeated(clear), generator);
            case Personal.Sealed sealed -> write(sealed, generator);
        }
        metadata.answer().ifPresent(answer -> {
            generator.writeStringProperty("idempotencyKey", answer.key().value());
            generator.writeStringProperty("fingerprint", answer.fingerprint());
        });
        generator.writeEndObject();
    }

    private static void write(Personal.Sealed origin, JsonGenerator generator) {
        generator.writeObjectPropertyStart("origin");
        generator.writeStringProperty("subject", origin.subject().value());
        generator.writeStringProperty("ciphertext", origin.ciphertext());
        generator.writeEndObject();
    }

    public Metadata decode(byte[] bytes) {
        try {
            var form = json.readValue(bytes, Form.class);
            var actor = new Cause.Actor(form.actor().subject(), form.actor().role());
            var cause =
                    new Cause(actor, form.requestId(), form.correlationId().orElse(form.requestId()), form.origin());
            return new Metadata(
                    cause,
                    form.idempotencyKey()
                            .map(key -> new Metadata.Answer(
                                    new IdempotencyKey(key), form.fingerprint().orElse(""))));
        } catch (JacksonException e) {
            throw new UnreadableEventException("the metadata of an event", e);
        }
    }
}
