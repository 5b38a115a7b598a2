package dev.creditledger.projections;

import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the next events from the log into the rows: a batch, and the token with it, in one transaction.
 *
 * <p>A batch that fails for something in it is halved, down to the one event that is to blame. That event parks its
 * aggregate; everything else goes on.
 */
final class Projector {

    private static final Logger LOG = LoggerFactory.getLogger(Projector.class);

    /** When to take the next step. */
    enum Next {
        AT_ONCE,
        /** All that is in the log is in the rows. */
        UPON_APPEND,
        /** Another node is at it. */
        LATER
    }

    /**
     * What one step did.
     *
     * @param position how far the rows have come
     * @param events how many were dealt with
     */
    record Step(long position, int events, Next next) {}

    private final DSLContext sql;
    private final EventLog log;
    private final Projections projections;
    private final int batchMax;
    private int batch;

    Projector(DSLContext sql, EventLog log, Projections projections, int batchMax) {
        this.sql = sql;
        this.log = log;
        this.projections = projections;
        this.batchMax = batchMax;
        this.batch = batchMax;
    }

    /**
     * Does the next batch, if there is one and no other node is at it. Not for two threads at once.
     *
     * @throws RuntimeException if the database does not answer or refuses; nothing was changed
     */
    Step step() {
        var position = Token.position(sql);
        if (log.head() <= position) {
            return new Step(position, 0, Next.UPON_APPEND);
        }
        var events = new ArrayList<StoredEvent>();
        try {
            var step = sql.transactionResult(it -> project(it.dsl(), events));
            batch = Math.min(batchMax, batch * 2);
            return step;
        } catch (RuntimeException failure) {
            if (events.isEmpty() || !Failure.ofEvent(failure)) {
                throw failure;
            }
            if (events.size() == 1) {
                return park(events.getFirst(), failure);
            }
            batch = events.size() / 2;
            return new Step(events.getFirst().position() - 1, 0, Next.AT_ONCE);
        }
    }

    private Step project(DSLContext transaction, List<StoredEvent> events) {
        var locked = Token.tryLock(transaction);
        if (locked.isEmpty()) {
            return new Step(Token.position(transaction), 0, Next.LATER);
        }
        events.addAll(log.after(locked.getAsLong(), batch));
        if (events.isEmpty()) {
            return new Step(locked.getAsLong(), 0, Next.UPON_APPEND);
        }
        var last = last(locked.getAsLong(), events);
        var aggregates = events.stream().map(StoredEvent::aggregate).distinct().toList();
        var parked = DeadLetterRows.among(transaction, aggregates);
        projections.apply(
                transaction,
                events.stream()
                        .filter(event -> !parked.contains(event.aggregate()))
                        .toList());
        DeadLetterRows.join(
                transaction,
                events.stream()
                        .filter(event -> parked.contains(event.aggregate()))
                        .toList());
        Token.set(transaction, last);
        return new Step(last, events.size(), events.size() < batch ? Next.UPON_APPEND : Next.AT_ONCE);
    }

    /** The log has no gaps: should it show one, then nothing behind it may be taken for all there is. */
    private static long last(long token, List<StoredEvent> events) {
        var last = events.getLast().position();
        if (last != token + events.size()) {
            throw new GapInLogException(token, last, events.size());
        }
        return last;
    }

    private Step park(StoredEvent poison, RuntimeException failure) {
        LOG.error("{} cannot be applied, {} stands still: {}", poison, poison.aggregate(), Failure.described(failure));
        return sql.transactionResult(it -> {
            var transaction = it.dsl();
            var locked = Token.tryLock(transaction);
            if (locked.isPresent() && locked.getAsLong() == poison.position() - 1) {
                DeadLetterRows.park(transaction, poison, failure);
                Token.set(transaction, poison.position());
                return new Step(poison.position(), 1, Next.AT_ONCE);
            }
            return new Step(Token.position(transaction), 0, Next.AT_ONCE);
        });
    }
}
