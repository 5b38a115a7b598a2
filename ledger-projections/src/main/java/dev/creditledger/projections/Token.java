package dev.creditledger.projections;

import static dev.creditledger.projections.schema.Tables.TOKEN;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;

import java.util.OptionalLong;
import org.jooq.DSLContext;
import org.jooq.Field;

/** How far the rows have come. Its row lock elects the node that projects: it ends with the transaction, or with the node. */
final class Token {

    /** All projections of this ledger advance together, under one token. */
    static final String NAME = "ledger";

    private Token() {}

    static long position(DSLContext sql) {
        return sql.select(TOKEN.POSITION)
                .from(TOKEN)
                .where(TOKEN.NAME.eq(NAME))
                .fetchSingle()
                .value1();
    }

    /**
     * Locks the token for this transaction, and makes it fit for writing rows. Empty: somebody else has it.
     *
     * <p>The transaction need not wait for the disk: after a crash of the database rows and token are both as they were
     * before, and it is done again. And it finds few rows by their keys in tables that grow: no plan made when they were
     * small should read them whole.
     */
    static OptionalLong tryLock(DSLContext transaction) {
        var locked = transaction
                .select(
                        TOKEN.POSITION,
                        forThisTransaction("synchronous_commit"),
                        forThisTransaction("enable_seqscan"),
                        forThisTransaction("enable_hashjoin"),
                        forThisTransaction("enable_mergejoin"))
                .from(TOKEN)
                .where(TOKEN.NAME.eq(NAME))
                .forUpdate()
                .skipLocked()
                .fetchOne();
        return locked == null ? OptionalLong.empty() : OptionalLong.of(locked.value1());
    }

    private static Field<String> forThisTransaction(String switchedOff) {
        return field("set_config({0}, 'off', true)", String.class, inline(switchedOff));
    }

    /** Locks the token for this transaction, waiting for the batch that is under way. */
    static long lock(DSLContext transaction) {
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
