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

    /**
     * What one step did.
     *
     * @param position how far the rows have come
     * @param events how many were dealt with
     * @param more whether to go on at once
     */
    record Step(long position, int events, boolean more) {}

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
            return new Step(position, 0, false);
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
            return new Step(events.getFirst().position() - 1, 0, true);
        }
    }

    private Step project(DSLContext transaction, List<StoredEvent> events) {
        prepare(transaction);
        var locked = Token.tryLock(transaction);
        if (locked.isEmpty()) {
            return new Step(Token.position(transaction), 0, false);
        }
        events.addAll(log.after(locked.getAsLong(), batch));
        if (events.isEmpty()) {
            return new Step(locked.getAsLong(), 0, false);
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
        return new Step(last, events.size(), true);
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
                return new Step(poison.position(), 1, true);
            }
            return new Step(Token.position(transaction), 0, true);
        });
    }

    /**
     * For this transaction only. It need not wait for the disk: after a crash of the database rows and token are both as
     * they were before, and it is done again. And it finds few rows by their keys in tables that grow: no plan made when
     * they were small should read them whole.
     */
    private static void prepare(DSLContext transaction) {
        transaction.execute("""
                SELECT set_config('synchronous_commit', 'off', true), set_config('enable_seqscan', 'off', true),
                    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)""");
    }
}
