package dev.creditledger.log.store;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.root.AccountRoot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.BatchingEventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Lends the log to Axon.
 *
 * <p>Within a unit of work, events are {@linkplain StagedEvents staged} in its root and appended together, in one
 * statement, when the root commits. Tracking needs no account of gaps: there are none.
 */
public final class PostgresEventStorageEngine extends BatchingEventStorageEngine {

    private static final int READ_BATCH = 500;

    private final EventLog log;
    private final SnapshotStore snapshots;

    public PostgresEventStorageEngine(EventLog log, SnapshotStore snapshots) {
        super(settings(new LogSerializer(log.codec())));
        this.log = log;
        this.snapshots = snapshots;
    }

    /** Axon's engines take their settings from builders of their own kind. */
    private static final class Settings extends BatchingEventStorageEngine.Builder {}

    private static BatchingEventStorageEngine.Builder settings(Serializer serializer) {
        return new Settings()
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .batchSize(READ_BATCH);
    }

    @Override
    protected void appendEvents(List<? extends EventMessage<?>> messages, Serializer serializer) {
        if (messages.isEmpty()) {
            return;
        }
        var events = messages.stream().map(PostgresEventStorageEngine::newEvent).toList();
        if (!CurrentUnitOfWork.isStarted()) {
            log.append(events);
            return;
        }
        var root = CurrentUnitOfWork.get().root();
        var staged = StagedEvents.in(root);
        if (staged.isEmpty()) {
            root.onCommit(_ -> staged.appendTo(log));
        }
        events.forEach(staged::add);
    }

    private static NewEvent newEvent(EventMessage<?> message) {
        if (!(message instanceof DomainEventMessage<?> domainMessage)
                || !(domainMessage.getPayload() instanceof Event event)
                || !event.aggregate().equals(domainMessage.getAggregateIdentifier())) {
            throw new IllegalArgumentException("the log takes events of aggregates only, not a message of "
                    + message.getPayloadType().getName());
        }
        var id = UUID.fromString(message.getIdentifier());
        var sequence = domainMessage.getSequenceNumber();
        var metadata = LogMetaData.from(message.getMetaData());
        return LogMetaData.keyHash(message.getMetaData())
                .map(hash -> new NewEvent(id, sequence, event, metadata, hash))
                .orElseGet(() -> new NewEvent(id, sequence, event, metadata));
    }

    @Override
    protected List<? extends DomainEventData<?>> fetchDomainEvents(
            String aggregate, long firstSequence, int batchSize) {
        var events = log.ofAggregate(aggregate, firstSequence, batchSize);
        if (!events.isEmpty()) {
            // What is decided on them must not outlive them: a standby that takes over has them too.
            log.confirm(events.getLast().position());
        }
        return events.stream().map(LogEntry::of).toList();
    }

    @Override
    protected List<? extends TrackedEventData<?>> fetchTrackedEvents(@Nullable TrackingToken lastToken, int batchSize) {
        return log.after(position(lastToken), batchSize).stream()
                .map(LogEntry::of)
                .toList();
    }

    private static long position(@Nullable TrackingToken token) {
        return token == null
                ? 0
                : token.position()
                        .orElseThrow(() -> new IllegalArgumentException("a token without a position: " + token));
    }

    @Override
    protected void storeSnapshot(DomainEventMessage<?> snapshot, Serializer serializer) {
        if (!(snapshot.getPayload() instanceof AccountRoot account)) {
            throw new IllegalArgumentException("snapshots hold the state of an account, not "
                    + snapshot.getPayloadType().getName());
        }
        snapshots.store(account, snapshot.getSequenceNumber());
    }

    @Override
    protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregate) {
        return snapshots.find(aggregate).map(LogEntry::of).stream();
    }

    @Override
    public Optional<Long> lastSequenceNumberFor(String aggregate) {
        return Optional.ofNullable(log.lastSequences(List.of(aggregate)).get(aggregate));
    }

    @Override
    public TrackingToken createTailToken() {
        return new GlobalSequenceTrackingToken(0);
    }

    @Override
    public TrackingToken createHeadToken() {
        return new GlobalSequenceTrackingToken(log.head());
    }

    /** By booking time. */
    @Override
    public TrackingToken createTokenAt(Instant time) {
        return new GlobalSequenceTrackingToken(log.lastBookedBefore(time));
    }
}
