package dev.creditledger.projections;

import static dev.creditledger.projections.schema.Tables.TOKEN;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;

import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * How far the rows have come. An advisory lock elects the node that projects: it ends with the transaction, or with the
 * node, and unlike the lock of a row it gives a transaction that only reads yet no number, which would keep the old
 * versions of other rows alive.
 */
final class Token {

    /** All projections of this ledger advance together, under one token. */
    static final String NAME = "ledger";

    /** Of the advisory lock: "ledger:p" in ASCII. */
    private static final long LOCK = 0x6c65_6467_6572_3a70L;

    private Token() {}

    static long position(DSLContext sql) {
        return sql.select(TOKEN.POSITION)
                .from(TOKEN)
                .where(TOKEN.NAME.eq(NAME))
                .fetchSingle()
                .value1();
    }

    /**
     * Makes this transaction the one that projects, fit for writing rows. Empty: somebody else is at it.
     *
     * <p>The transaction need not wait for the disk: after a crash of the database rows and token are both as they were
     * before, and it is done again. And it finds few rows by their keys in tables that grow: no plan made when they were
     * small should read them whole.
     */
    static OptionalLong elect(DSLContext transaction) {
        var elected = transaction.fetchSingle(
                field("pg_try_advisory_xact_lock({0})", Boolean.class, inline(LOCK)),
                forThisTransaction("synchronous_commit"),
                forThisTransaction("enable_seqscan"),
                forThisTransaction("enable_hashjoin"),
                forThisTransaction("enable_mergejoin"));
        // The position is read by a statement of its own: what another node did before the lock was free is seen by it.
        return elected.value1() ? OptionalLong.of(position(transaction)) : OptionalLong.empty();
    }

    private static Field<String> forThisTransaction(String switchedOff) {
        return field("set_config({0}, 'off', true)", String.class, inline(switchedOff));
    }

    /** Makes this transaction the one that may change rows, when the batch that is under way is done. */
    static long lock(DSLContext transaction) {
        transaction.fetchSingle(field("pg_advisory_xact_lock({0})::text", String.class, inline(LOCK)));
        return lockRow(transaction);
    }

    /** Before rows are written: nodes of earlier versions hold the lock of this row while they do so. */
    static long lockRow(DSLContext transaction) {
        return transaction
                .select(TOKEN.POSITION)
                .from(TOKEN)
                .where(TOKEN.NAME.eq(NAME))
                .forUpdate()
                .fetchSingle()
                .value1();
    }

    static void set(DSLContext transaction, long position) {
        transaction
                .update(TOKEN)
                .set(TOKEN.POSITION, position)
                .where(TOKEN.NAME.eq(NAME))
                .execute();
    }
}
