package dev.creditledger.projections.session;

import static dev.creditledger.projections.schema.Tables.DEAD_LETTER;
import static dev.creditledger.projections.schema.Tables.SESSION;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.RunningSessions;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.projections.ProjectionPosition;
import dev.creditledger.projections.schema.tables.records.SessionRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/** Finds running sessions by a walk along an index that holds nothing else. */
final class RunningSessionsQuery implements RunningSessions {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DSLContext sql;
    private final ProjectionPosition position;

    RunningSessionsQuery(DSLContext sql, ProjectionPosition position) {
        this.sql = sql;
        this.position = position;
    }

    /** Leaves out parked accounts: their rows stand still, so that what has ended would be watched for ever. */
    @Override
    public List<RunningSession> running(long after, int max, long atLeast) {
        position.await(atLeast, PATIENCE);
        return sql.selectFrom(SESSION)
                .where(SESSION.STATUS.eq(inline(EnumNames.of(SessionStatus.RUNNING))))
                .and(SESSION.STARTED_POSITION.gt(after))
                .and(notExists(selectOne().from(DEAD_LETTER).where(DEAD_LETTER.AGGREGATE.eq(SESSION.ACCOUNT_ID))))
                .orderBy(SESSION.STARTED_POSITION)
                .limit(max)
                .fetch(RunningSessionsQuery::running);
    }

    private static RunningSession running(SessionRecord row) {
        return new RunningSession(
                new AccountId(row.getAccountId()),
                new SessionId(row.getSessionId()),
                Optional.ofNullable(row.getNode()),
                row.getConnection(),
                row.getLastActivityAt(),
                row.getLastActivityAt().plusMillis(row.getStaleAfterMs()),
                row.getLongestUntil(),
                row.getStartedPosition());
    }
}
