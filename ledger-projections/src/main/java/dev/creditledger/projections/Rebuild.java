package dev.creditledger.projections;

import static dev.creditledger.projections.schema.Tables.DEAD_LETTER;

import org.jooq.DSLContext;

/**
 * Throws the rows away, all at once; the projector then makes them anew from the first event. Until it has caught up,
 * answers are true up to an early position, and say so.
 */
public final class Rebuild {

    private final DSLContext sql;
    private final Projections projections;

    Rebuild(DSLContext sql, Projections projections) {
        this.sql = sql;
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
}
