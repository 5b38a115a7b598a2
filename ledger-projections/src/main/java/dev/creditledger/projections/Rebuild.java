package dev.creditledger.projections;

import static dev.creditledger.projections.schema.Tables.DEAD_LETTER;

import dev.creditledger.log.store.EventLog;
import org.jooq.DSLContext;

/**
 * Throws the rows away, all at once; the projector then makes them anew from the first event. Until it has caught up,
 * answers are true up to an early position, and say so.
 */
public final class Rebuild {

    private final DSLContext sql;
    private final EventLog log;
    private final Projections projections;

    /**
     * How far the rows have come.
     *
     * @param position of the last event that is in the rows, or parked
     * @param head of the last event in the log
     */
    public record Progress(long position, long head) {}

    Rebuild(DSLContext sql, EventLog log, Projections projections) {
        this.sql = sql;
        this.log = log;
        this.projections = projections;
    }

    public void start() {
        sql.transaction(it -> {
            var transaction = it.dsl();
            Token.lock(transaction);
            transaction.truncate(projections.tables()).execute();
            transaction.deleteFrom(DEAD_LETTER).execute();
            Token.set(transaction, 0);
        });
    }

    public Progress progress() {
        return new Progress(Token.position(sql), log.head());
    }
}
