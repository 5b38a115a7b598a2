package dev.creditledger.log.store;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.codec.EventCodec;
import dev.creditledger.log.codec.EventType;
import dev.creditledger.log.codec.MetadataCodec;
import dev.creditledger.log.codec.SnapshotCodec;
import dev.creditledger.log.codec.UnknownEventTypeException;
import dev.creditledger.log.vault.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.UnknownSerializedType;
import org.jspecify.annotations.Nullable;

/**
 * Our forms for the stock engine. It has no columns for the times and may be asked for an event without its aggregate, so
 * these come first, in front of the JSON. What it does not know it marks to be passed over, as Axon's serializers do.
 */
final class StockSerializer implements Serializer {

    private final EventCodec events;
    private final MetadataCodec metadata;
    private final SnapshotCodec snapshots = new SnapshotCodec();
    private final Converter converter = new ChainingConverter();

    StockSerializer(TestDatabase database) {
        var vault = Vault.open(database.app(), database.masterKey());
        events = new EventCodec(vault);
        metadata = new MetadataCodec(vault);
    }

    @Override
    public <T> SerializedObject<T> serialize(@Nullable Object object, Class<T> representation) {
        return switch (object) {
            case Event event -> object(enveloped(event), events.typeOf(event), representation);
            case AccountRoot account -> object(snapshots.encode(account), SnapshotCodec.ACCOUNT, representation);
            case MetaData data ->
                new SimpleSerializedObject<>(
                        representation.cast(metadata.encode(LogMetaData.from(data))),
                        representation,
                        MetaData.class.getName(),
                        null);
            case null, default -> throw new IllegalArgumentException("not something that the log stores");
        };
    }

    private static <T> SerializedObject<T> object(byte[] bytes, EventType type, Class<T> representation) {
        return new SimpleSerializedObject<>(
                representation.cast(bytes), representation, type.name(), Integer.toString(type.version()));
    }

    private byte[] enveloped(Event event) {
        var aggregate = event.aggregate().getBytes(StandardCharsets.UTF_8);
        var payload = events.encode(event);
        var bytes = new byte[2 * Long.BYTES + Integer.BYTES + aggregate.length + payload.length];
        ByteBuffer.wrap(bytes)
                .putLong(LeafHash.micros(event.occurredAt()))
                .putLong(LeafHash.micros(event.bookedAt()))
                .putInt(aggregate.length)
                .put(aggregate)
                .put(payload);
        return bytes;
    }

    @Override
    public <T> boolean canSerializeTo(Class<T> representation) {
        return representation == byte[].class;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <S, T> T deserialize(SerializedObject<S> serialized) {
        var bytes = (byte[]) serialized.getData();
        var form = classForType(serialized.getType());
        if (form == MetaData.class) {
            return (T) LogMetaData.of(metadata.decode(bytes));
        }
        var type = type(serialized.getType());
        if (form == AccountRoot.class) {
            return (T) snapshots.decode(type, bytes).orElseThrow();
        }
        return form == UnknownSerializedType.class
                ? (T) new UnknownSerializedType(this, serialized)
                : (T) opened(type, ByteBuffer.wrap(bytes));
    }

    private Event opened(EventType type, ByteBuffer bytes) {
        var occurredAt = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
        var bookedAt = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
        var aggregate = new byte[bytes.getInt()];
        bytes.get(aggregate);
        var payload = new byte[bytes.remaining()];
        bytes.get(payload);
        var beside = new EventCodec.Beside(new String(aggregate, StandardCharsets.UTF_8), occurredAt, bookedAt);
        return events.decode(type, beside, payload);
    }

    private static EventType type(SerializedType type) {
        return new EventType(type.getName(), Integer.parseInt(type.getRevision()));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class classForType(SerializedType type) {
        if (type.getName().equals(MetaData.class.getName())) {
            return MetaData.class;
        }
        if (type.getName().equals(SnapshotCodec.ACCOUNT.name())) {
            return AccountRoot.class;
        }
        try {
            return events.newestForm(type(type));
        } catch (UnknownEventTypeException e) {
            return UnknownSerializedType.class;
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public SerializedType typeForClass(@Nullable Class type) {
        return type == null ? SimpleSerializedType.emptyType() : new SimpleSerializedType(type.getName(), null);
    }

    @Override
    public Converter getConverter() {
        return converter;
    }
}
