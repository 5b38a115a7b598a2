package dev.creditledger.projections;

import static dev.creditledger.projections.schema.Tables.DEAD_LETTER;
import static org.jooq.impl.DSL.currentInstant;

import dev.creditledger.log.store.FeedEvent;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jooq.DSLContext;

/** Changes to the dead-letter queue. All of them while the token is locked. */
final class DeadLetterRows {

    private DeadLetterRows() {}

    /** All that are parked: few, or the ledger has another problem. */
    static Set<String> aggregates(DSLContext transaction) {
        return transaction.select(DEAD_LETTER.AGGREGATE).from(DEAD_LETTER).fetchSet(DEAD_LETTER.AGGREGATE);
    }

    static void park(DSLContext transaction, FeedEvent poison, Exception failure) {
        transaction
                .insertInto(DEAD_LETTER)
                .set(DEAD_LETTER.AGGREGATE, poison.aggregate())
                .set(DEAD_LETTER.SEQUENCE, poison.sequence())
                .set(DEAD_LETTER.POSITION, poison.position())
                .set(DEAD_LETTER.EVENT_TYPE, poison.type().toString())
                .set(DEAD_LETTER.ERROR, Failure.described(failure))
                .set(DEAD_LETTER.PARKED_AT, currentInstant())
                .set(DEAD_LETTER.ATTEMPTS, 1)
                .set(DEAD_LETTER.WAITING, 0L)
                .execute();
    }

    /** Later events of parked aggregates wait behind the one that failed: so many of each. */
    static void join(DSLContext transaction, Map<String, Long> waiting) {
        MultiRow.of(waiting.entrySet())
                .text("aggregate", Map.Entry::getKey)
                .bigint("more", Map.Entry::getValue)
                .execute(transaction, """
                        UPDATE projection.dead_letter
                        SET waiting = dead_letter.waiting + joining.more
                        FROM {rows} AS joining
                        WHERE dead_letter.aggregate = joining.aggregate""");
    }

    /** Sequence of the first event that is not applied. Empty: the aggregate is not parked. */
    static OptionalLong next(DSLContext transaction, String aggregate) {
        var sequence = transaction
                .select(DEAD_LETTER.SEQUENCE)
                .from(DEAD_LETTER)
                .where(DEAD_LETTER.AGGREGATE.eq(aggregate))
                .fetchOne();
        return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence.value1());
    }

    /** The {@code applied} events before {@code next} are in the rows now. */
    static void advance(DSLContext transaction, FeedEvent next, long applied) {
        transaction
                .update(DEAD_LETTER)
                .set(DEAD_LETTER.SEQUENCE, next.sequence())
                .set(DEAD_LETTER.POSITION, next.position())
                .set(DEAD_LETTER.EVENT_TYPE, next.type().toString())
                .set(DEAD_LETTER.WAITING, DEAD_LETTER.WAITING.minus(applied))
                .where(DEAD_LETTER.AGGREGATE.eq(next.aggregate()))
                .execute();
    }

    static void failedAgain(DSLContext transaction, String aggregate, Exception failure) {
        transaction
                .update(DEAD_LETTER)
                .set(DEAD_LETTER.ATTEMPTS, DEAD_LETTER.ATTEMPTS.plus(1))
                .set(DEAD_LETTER.ERROR, Failure.described(failure))
                .where(DEAD_LETTER.AGGREGATE.eq(aggregate))
                .execute();
    }

    static void remove(DSLContext transaction, String aggregate) {
        transaction
                .deleteFrom(DEAD_LETTER)
                .where(DEAD_LETTER.AGGREGATE.eq(aggregate))
                .execute();
    }
}
