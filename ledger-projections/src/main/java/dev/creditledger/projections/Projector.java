package dev.creditledger.projections;

import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.FeedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the next events from the log into the rows: a batch is folded in memory, then written in one transaction together
 * with the token.
 *
 * <p>Events are taken to be new to the rows; when writing shows that some are not, the batch is done again, and what the
 * rows know is looked up first. A batch that fails even so is halved, down to the one event that is to blame. That event
 * parks its aggregate; everything else goes on.
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
    private final ReadAhead ahead;
    private final Projections projections;
    private final ProjectionSettings settings;

    /** Events in the next batch at most. */
    private int limit;
    /** Whether the next batch may hold what the rows know already. */
    private boolean careful;

    Projector(DSLContext sql, EventLog log, ReadAhead ahead, Projections projections, ProjectionSettings settings) {
        this.sql = sql;
        this.log = log;
        this.ahead = ahead;
        this.projections = projections;
        this.settings = settings;
        this.limit = settings.batchMax();
    }

    /** One try at a batch. */
    private static final class Attempt {
        final Batch batch;
        final int limit;
        /** Events of parked aggregates: how many of each wait. */
        final Map<String, Long> waiting = new HashMap<>();
        /** Events from the log that it has dealt with so far. */
        int taken;
        /** The last of them, or the one that is being dealt with. */
        @Nullable FeedEvent current;

        boolean adding;
        boolean atEnd;

        Attempt(Batch batch, int limit) {
            this.batch = batch;
            this.limit = limit;
        }
    }

    /**
     * Does the next batch, if there is one and no other node is at it. Not for two threads at once.
     *
     * @throws RuntimeException if the database does not answer or refuses, or the log holds an event of a newer version;
     *     nothing was changed
     */
    Step step() {
        var position = Token.position(sql);
        var head = log.head();
        if (head <= position) {
            return new Step(position, 0, Next.UPON_APPEND);
        }
        var attempt = new Attempt(new Batch(projections, careful), limit);
        try {
            var step = sql.transactionResult(it -> project(it.dsl(), attempt, head));
            careful = careful && (limit < settings.batchMax() || attempt.batch.repeated());
            limit = (int) Math.min(settings.batchMax(), limit * 2L);
            return step;
        } catch (RuntimeException failure) {
            ahead.forget();
            return failed(attempt, position, failure);
        }
    }

    private Step project(DSLContext transaction, Attempt attempt, long head) {
        var elected = Token.elect(transaction);
        if (elected.isEmpty()) {
            return new Step(Token.position(transaction), 0, Next.LATER);
        }
        var token = elected.getAsLong();
        fold(transaction, attempt, token, head);
        var position = token + attempt.taken;
        if (attempt.taken > 0) {
            if (Token.lockRow(transaction) != token) {
                return new Step(token, 0, Next.LATER);
            }
            attempt.batch.flush(transaction);
            DeadLetterRows.join(transaction, attempt.waiting);
            Token.set(transaction, position);
        }
        return new Step(position, attempt.taken, attempt.atEnd ? Next.UPON_APPEND : Next.AT_ONCE);
    }

    private void fold(DSLContext transaction, Attempt attempt, long token, long head) {
        var parked = DeadLetterRows.aggregates(transaction);
        while (!attempt.atEnd && attempt.taken < attempt.limit && attempt.batch.rows() < settings.rowsMax()) {
            var max = Math.min(ahead.chunk(), attempt.limit - attempt.taken);
            var events = ahead.after(token + attempt.taken, max, head);
            refuseGap(token + attempt.taken, events);
            attempt.atEnd = events.size() < max;
            attempt.batch.lookUp(transaction, events);
            attempt.adding = true;
            for (var event : events) {
                attempt.current = event;
                if (parked.contains(event.aggregate())) {
                    attempt.waiting.merge(event.aggregate(), 1L, Long::sum);
                } else {
                    attempt.batch.add(event);
                }
                attempt.taken++;
            }
            attempt.adding = false;
        }
    }

    /** The log has no gaps: should it show one, then nothing behind it may be taken for all there is. */
    private static void refuseGap(long token, List<FeedEvent> events) {
        if (!events.isEmpty() && events.getLast().position() != token + events.size()) {
            throw new GapInLogException(token, events.getLast().position(), events.size());
        }
    }

    private Step failed(Attempt attempt, long position, RuntimeException failure) {
        var again = new Step(position, 0, Next.AT_ONCE);
        var current = attempt.current;
        if (attempt.adding && attempt.taken > 0) {
            // What stands before the event first.
            limit = attempt.taken;
            return again;
        }
        if (current == null || !Failure.ofEvent(failure)) {
            throw failure;
        }
        if (!careful) {
            careful = true;
            return again;
        }
        if (!attempt.adding && attempt.taken > 1) {
            limit = attempt.taken / 2;
            return again;
        }
        return park(current, failure);
    }

    private Step park(FeedEvent poison, RuntimeException failure) {
        LOG.error("{} cannot be applied, {} stands still: {}", poison, poison.aggregate(), Failure.described(failure));
        return sql.transactionResult(it -> {
            var transaction = it.dsl();
            var elected = Token.elect(transaction);
            if (elected.isPresent() && Token.lockRow(transaction) == poison.position() - 1) {
                DeadLetterRows.park(transaction, poison, failure);
                Token.set(transaction, poison.position());
                return new Step(poison.position(), 1, Next.AT_ONCE);
            }
            return new Step(Token.position(transaction), 0, Next.AT_ONCE);
        });
    }
}
