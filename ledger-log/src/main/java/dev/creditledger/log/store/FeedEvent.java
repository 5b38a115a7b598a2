package dev.creditledger.log.store;

import dev.creditledger.domain.Event;
import dev.creditledger.log.codec.EventType;
import org.jspecify.annotations.Nullable;

/** An event with as much of it as is folded into rows: not who caused it. It has been decoded, or that has failed. */
public final class FeedEvent {

    private final long position;
    private final String aggregate;
    private final long sequence;
    private final EventType type;
    private final @Nullable Event event;
    private final @Nullable RuntimeException failure;

    FeedEvent(
            long position,
            String aggregate,
            long sequence,
            EventType type,
            @Nullable Event event,
            @Nullable RuntimeException failure) {
        this.position = position;
        this.aggregate = aggregate;
        this.sequence = sequence;
        this.type = type;
        this.event = event;
        this.failure = failure;
    }

    /** Counts all events from 1, without a gap. */
    public long position() {
        return position;
    }

    public String aggregate() {
        return aggregate;
    }

    /** Counts the aggregate's events from 0. */
    public long sequence() {
        return sequence;
    }

    public EventType type() {
        return type;
    }

    /**
     * What happened.
     *
     * @throws dev.creditledger.log.codec.UnknownEventTypeException if a newer version of the ledger wrote it
     * @throws dev.creditledger.log.codec.UnreadableEventException if its bytes are not what its type says
     */
    public Event event() {
        if (event == null) {
            throw failure == null ? new IllegalStateException("not decoded: " + this) : failure;
        }
        return event;
    }

    @Override
    public String toString() {
        return "FeedEvent[" + position + ": " + aggregate + " #" + sequence + ", " + type + "]";
    }
}
