package dev.creditledger.log.store;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.log.codec.Metadata;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event to append.
 *
 * @param id unique for ever; appending again after a lost connection is told from a conflict by it
 * @param sequence counts the aggregate's events from 0
 * @param keyHash of the idempotency key, on the event that answers a command; of the ledger's own key on what it does once
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
                .orElseGet(() -> ledgerKeyHash(event));
    }

    private static @Nullable Long ledgerKeyHash(Event event) {
        return event instanceof BoundEvent bound && bound.ledgerKeyHash().isPresent()
                ? (Long) bound.ledgerKeyHash().getAsLong()
                : null;
    }

    @Override
    public String toString() {
        return "NewEvent[" + id + ", " + event.aggregate() + " #" + sequence + "]";
    }
}
