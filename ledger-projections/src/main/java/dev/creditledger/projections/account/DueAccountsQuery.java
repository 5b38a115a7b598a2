package dev.creditledger.projections.account;

import static dev.creditledger.projections.schema.Tables.ACCOUNT;
import static dev.creditledger.projections.schema.Tables.DEAD_LETTER;
import static dev.creditledger.projections.schema.Tables.SUBSCRIPTION;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Status;
import dev.creditledger.domain.dispatch.DueAccounts;
import dev.creditledger.projections.ProjectionPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;

/** Finds accounts with something due by a walk along two indexes: of what their credits do, and of renewals. */
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
        var credits = sql.select(ACCOUNT.ACCOUNT_ID, ACCOUNT.NEXT_DUE_AT)
                .from(ACCOUNT)
                .where(ACCOUNT.NEXT_DUE_AT.le(now))
                .and(isNotParked(ACCOUNT.ACCOUNT_ID))
                .orderBy(ACCOUNT.NEXT_DUE_AT)
                .limit(max);
        var renewals = sql.select(SUBSCRIPTION.ACCOUNT_ID, SUBSCRIPTION.RENEWS_AT)
                .from(SUBSCRIPTION)
                .join(ACCOUNT)
                .on(ACCOUNT.ACCOUNT_ID.eq(SUBSCRIPTION.ACCOUNT_ID))
                .where(SUBSCRIPTION.RENEWS_AT.le(now))
                .and(ACCOUNT.STATUS.ne(EnumNames.of(Status.CLOSED)))
                .and(isNotParked(SUBSCRIPTION.ACCOUNT_ID))
                .orderBy(SUBSCRIPTION.RENEWS_AT)
                .limit(max);
        return credits.unionAll(renewals).orderBy(2).fetch(row -> new AccountId(row.value1())).stream()
                .distinct()
                .limit(max)
                .toList();
    }

    private static Condition isNotParked(Field<String> account) {
        return notExists(selectOne().from(DEAD_LETTER).where(DEAD_LETTER.AGGREGATE.eq(account)));
    }
}
