package dev.creditledger.log.store;

import dev.creditledger.domain.Event;
import dev.creditledger.log.codec.Metadata;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event to append.
 *
 * @param id unique for ever; appending again after a lost connection is told from a conflict by it
 * @param sequence counts the aggregate's events from 0
 * @param keyHash of the idempotency key, on the event that answers a command
 */
public record NewEvent(
        UUID id,
        long sequence,
        Event event,
        Metadata metadata,
        @Nullable Long keyHash) {

    public NewEvent(UUID id, long sequence, Event event, Metadata metadata) {
        this(id, sequence, event, metadata, keyHash(event, metadata));
    }

    private static @Nullable Long keyHash(Event event, Metadata metadata) {
        return metadata.answer()
                .map(answer -> EventRow.keyHash(event.aggregate(), answer.key()))
                .orElse(null);
    }

    @Override
    public String toString() {
        return "NewEvent[" + id + ", " + event.aggregate() + " #" + sequence + "]";
    }
}
