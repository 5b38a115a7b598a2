package dev.creditledger.log.store;

import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.log.codec.EventCodec;
import dev.creditledger.log.codec.EventType;
import dev.creditledger.log.codec.SnapshotCodec;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.ChainingConverter;
import org.axonframework.serialization.Converter;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedType;
import org.jspecify.annotations.Nullable;

/** Lets Axon's engine read {@link LogEntry}s. It writes nothing: {@link EventLog} has its own forms. */
final class LogSerializer implements Serializer {

    private final EventCodec codec;
    private final Converter converter = new ChainingConverter();

    LogSerializer(EventCodec codec) {
        this.codec = codec;
    }

    @Override
    public <T> SerializedObject<T> serialize(@Nullable Object object, Class<T> representation) {
        throw new UnsupportedOperationException("the log writes events in a form of its own");
    }

    @Override
    public <T> boolean canSerializeTo(Class<T> representation) {
        return false;
    }

    // Axon trusts its callers with the type of what they ask for.
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public <S, T> T deserialize(SerializedObject<S> serialized) {
        return (T) ((LogEntry.Content) serialized.getData()).read();
    }

    /** @throws dev.creditledger.log.codec.UnknownEventTypeException where Axon expects a mark to skip the event by */
    @Override
    @SuppressWarnings("rawtypes")
    public Class classForType(SerializedType type) {
        if (type.getName().equals(MetaData.class.getName())) {
            return MetaData.class;
        }
        var known = new EventType(type.getName(), Integer.parseInt(type.getRevision()));
        return known.equals(SnapshotCodec.ACCOUNT) ? AccountRoot.class : codec.newestForm(known);
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
