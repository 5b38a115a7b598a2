package dev.creditledger.projections;

import java.time.Instant;

/**
 * An aggregate of which an event could not be applied. Its rows stay as they were before that event.
 *
 * @param sequence the event's sequence in the aggregate
 * @param position the event's position in the log
 * @param eventType its type and version
 * @param error kind and place of the failure, without its message
 * @param parkedAt when it failed first
 * @param attempts how often it was tried
 * @param waiting how many later events wait behind it
 */
public record ParkedAggregate(
        String aggregate,
        long sequence,
        long position,
        String eventType,
        String error,
        Instant parkedAt,
        int attempts,
        long waiting) {}
