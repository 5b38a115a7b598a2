package dev.creditledger.projections.account;

import static dev.creditledger.projections.schema.Tables.ACCOUNT;
import static dev.creditledger.projections.schema.Tables.DEAD_LETTER;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.DueAccounts;
import dev.creditledger.projections.ProjectionPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;

/** Finds accounts with something due by one walk along an index. */
final class DueAccountsQuery implements DueAccounts {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DSLContext sql;
    private final ProjectionPosition position;

    DueAccountsQuery(DSLContext sql, ProjectionPosition position) {
        this.sql = sql;
        this.position = position;
    }

    /**
     * Leaves out parked accounts: their rows stand still, so they would come back for ever. Their next command settles
     * them as any other.
     */
    @Override
    public List<AccountId> due(Instant now, int max, long atLeast) {
        position.await(atLeast, PATIENCE);
        return sql.select(ACCOUNT.ACCOUNT_ID)
                .from(ACCOUNT)
                .where(ACCOUNT.NEXT_DUE_AT.le(now))
                .and(notExists(selectOne().from(DEAD_LETTER).where(DEAD_LETTER.AGGREGATE.eq(ACCOUNT.ACCOUNT_ID))))
                .orderBy(ACCOUNT.NEXT_DUE_AT)
                .limit(max)
                .fetch(row -> new AccountId(row.value1()));
    }
}
