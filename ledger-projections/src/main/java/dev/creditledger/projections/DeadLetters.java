package dev.creditledger.projections;

import static dev.creditledger.projections.schema.Tables.DEAD_LETTER;

import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.FeedEvent;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;

/**
 * The dead-letter queue: aggregates that stand still because one of their events could not be applied. The events are not
 * copied: the log keeps them, and gives them back in order.
 */
public final class DeadLetters {

    private static final int CHUNK_MAX = 1000;

    private final DSLContext sql;
    private final EventLog log;
    private final Projections projections;

    DeadLetters(DSLContext sql, EventLog log, Projections projections) {
        this.sql = sql;
        this.log = log;
        this.projections = projections;
    }

    /** Those that stand still, the longest first, at most {@code max}. */
    public List<ParkedAggregate> list(int max) {
        return sql.selectFrom(DEAD_LETTER)
                .orderBy(DEAD_LETTER.POSITION)
                .limit(max)
                .fetch(row -> new ParkedAggregate(
                        row.getAggregate(),
                        row.getSequence(),
                        row.getPosition(),
                        row.getEventType(),
                        row.getError(),
                        row.getParkedAt(),
                        row.getAttempts(),
                        row.getWaiting()));
    }

    public int count() {
        return sql.fetchCount(DEAD_LETTER);
    }

    /**
     * Applies what waits for an aggregate, in order, and lets it go on with the others. An event that fails again keeps it
     * parked, with all that was before it applied.
     *
     * @return whether nothing of it is waiting any more
     */
    public boolean retry(String aggregate) {
        var chunk = CHUNK_MAX;
        while (true) {
            var size = chunk;
            var events = new ArrayList<FeedEvent>();
            try {
                if (sql.transactionResult(it -> caughtUp(it.dsl(), aggregate, size, events))) {
                    return true;
                }
                chunk = Math.min(CHUNK_MAX, size * 2);
            } catch (RuntimeException failure) {
                if (events.isEmpty() || !Failure.ofEvent(failure)) {
                    throw failure;
                }
                if (events.size() == 1) {
                    sql.transaction(it -> DeadLetterRows.failedAgain(it.dsl(), aggregate, failure));
                    return false;
                }
                chunk = events.size() / 2;
            }
        }
    }

    private void apply(DSLContext transaction, List<FeedEvent> events) {
        var batch = new Batch(projections, true);
        batch.lookUp(transaction, events);
        events.forEach(batch::add);
        batch.flush(transaction);
    }

    /** With the token locked, so that the projector adds no event meanwhile. */
    private boolean caughtUp(DSLContext transaction, String aggregate, int max, List<FeedEvent> events) {
        var token = Token.lock(transaction);
        var next = DeadLetterRows.next(transaction, aggregate);
        if (next.isEmpty()) {
            return true;
        }
        var waiting = log.feed().ofAggregate(aggregate, next.getAsLong(), max + 1).stream()
                .filter(event -> event.position() <= token)
                .toList();
        events.addAll(waiting.subList(0, Math.min(max, waiting.size())));
        apply(transaction, events);
        if (waiting.size() > max) {
            DeadLetterRows.advance(transaction, waiting.getLast(), max);
            return false;
        }
        DeadLetterRows.remove(transaction, aggregate);
        return true;
    }
}
