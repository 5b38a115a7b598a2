package dev.creditledger.log.store;

import dev.creditledger.domain.Event;
import dev.creditledger.log.codec.Metadata;
import java.util.UUID;

/**
 * An event to append.
 *
 * @param id unique for ever; appending again after a lost connection is told from a conflict by it
 * @param sequence counts the aggregate's events from 0
 */
public record NewEvent(UUID id, long sequence, Event event, Metadata metadata) {

    @Override
    public String toString() {
        return "NewEvent[" + id + ", " + event.aggregate() + " #" + sequence + "]";
    }
}
