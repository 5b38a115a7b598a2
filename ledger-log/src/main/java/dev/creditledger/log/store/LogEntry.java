package dev.creditledger.log.store;

import dev.creditledger.log.codec.EventType;
import dev.creditledger.log.codec.SnapshotCodec;
import java.time.Instant;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedMetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;

/**
 * What Axon's storage engine hands on. What it takes for serialized data is a {@link Content}, which reads itself when
 * Axon's messages ask for it.
 *
 * @param position 0 for a snapshot
 */
record LogEntry(
        long position,
        EventType type,
        String aggregate,
        long sequence,
        String identifier,
        Instant time,
        Content content,
        Content metaData)
        implements DomainEventData<LogEntry.Content>, TrackedEventData<LogEntry.Content> {

    /** Something that can be read. */
    @FunctionalInterface
    interface Content {
        Object read();
    }

    static LogEntry of(StoredEvent event) {
        return new LogEntry(
                event.position(),
                event.type(),
                event.aggregate(),
                event.sequence(),
                event.eventId().toString(),
                event.bookedAt(),
                event::event,
                () -> LogMetaData.of(event.metadata()));
    }

    static LogEntry of(SnapshotStore.Snapshot snapshot) {
        var account = snapshot.account();
        return new LogEntry(
                0,
                SnapshotCodec.ACCOUNT,
                account.id().value(),
                snapshot.sequence(),
                SnapshotCodec.ACCOUNT.name() + '/' + account.id() + '/' + snapshot.sequence(),
                snapshot.takenAt(),
                () -> account,
                MetaData::emptyInstance);
    }

    @Override
    public TrackingToken trackingToken() {
        return new GlobalSequenceTrackingToken(position);
    }

    @Override
    public String getType() {
        return type.aggregate();
    }

    @Override
    public String getAggregateIdentifier() {
        return aggregate;
    }

    @Override
    public long getSequenceNumber() {
        return sequence;
    }

    @Override
    public String getEventIdentifier() {
        return identifier;
    }

    @Override
    public Instant getTimestamp() {
        return time;
    }

    @Override
    public SerializedObject<Content> getMetaData() {
        return new SerializedMetaData<>(metaData, Content.class);
    }

    @Override
    public SerializedObject<Content> getPayload() {
        return new SimpleSerializedObject<>(content, Content.class, type.name(), Integer.toString(type.version()));
    }
}
