package dev.creditledger.log.store;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.log.codec.Metadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/** Names of the entries in an Axon message's meta data that go into the log. Other entries do not. */
public final class LogMetaData {

    /** A {@link Cause}; on every event. */
    public static final String CAUSE = "cause";

    /** An {@link IdempotencyKey}; on the event that answers a command. */
    public static final String IDEMPOTENCY_KEY = "idempotencyKey";

    /** A long, the first 64 bits of the key's hash, for those who know it: making it anew costs. */
    public static final String KEY_HASH = "keyHash";

    /** A string; together with {@link #IDEMPOTENCY_KEY}. */
    public static final String FINGERPRINT = "fingerprint";

    private LogMetaData() {}

    public static MetaData of(Metadata metadata) {
        var entries = new HashMap<String, Object>();
        entries.put(CAUSE, metadata.cause());
        metadata.answer().ifPresent(answer -> {
            entries.put(IDEMPOTENCY_KEY, answer.key());
            entries.put(FINGERPRINT, answer.fingerprint());
        });
        return MetaData.from(entries);
    }

    static Optional<Long> keyHash(Map<String, ?> entries) {
        return entries.get(KEY_HASH) instanceof Long hash ? Optional.of(hash) : Optional.empty();
    }

    static Metadata from(Map<String, ?> entries) {
        var cause = required(entries, CAUSE, Cause.class);
        var key = entries.get(IDEMPOTENCY_KEY) instanceof IdempotencyKey given ? given : null;
        return new Metadata(cause, answer(key, entries));
    }

    private static Optional<Metadata.Answer> answer(@Nullable IdempotencyKey key, Map<String, ?> entries) {
        return key == null
                ? Optional.empty()
                : Optional.of(new Metadata.Answer(key, required(entries, FINGERPRINT, String.class)));
    }

    private static <T> T required(Map<String, ?> entries, String name, Class<T> type) {
        var value = entries.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "an event needs the meta data entry '" + name + "' of type " + type.getSimpleName());
        }
        return type.cast(value);
    }
}
