package dev.creditledger.projections;

import static dev.creditledger.projections.schema.Tables.TOKEN;

import java.util.OptionalLong;
import org.jooq.DSLContext;

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

    /** Locks the token for this transaction. Empty: somebody else has it. */
    static OptionalLong tryLock(DSLContext transaction) {
        var locked = transaction
                .select(TOKEN.POSITION)
                .from(TOKEN)
                .where(TOKEN.NAME.eq(NAME))
                .forUpdate()
                .skipLocked()
                .fetchOne();
        return locked == null ? OptionalLong.empty() : OptionalLong.of(locked.value1());
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
