package dev.creditledger.projections.session;

import static dev.creditledger.projections.schema.Tables.SESSION;
import static dev.creditledger.projections.schema.Tables.TOKEN;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.Grant;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.domain.session.SessionRate;
import dev.creditledger.projections.Cursor;
import dev.creditledger.projections.Page;
import dev.creditledger.projections.TruePosition;
import dev.creditledger.projections.schema.tables.Session;
import dev.creditledger.projections.schema.tables.records.SessionRecord;
import dev.creditledger.projections.session.SessionView.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;

/** Which live sessions there are and were. A session that is due to end, and has not yet, runs. */
public final class SessionQuery {

    private static final Session PAGE = SESSION.as("page");
    private static final Field<Long> TRUE_POSITION =
            TruePosition.of(SESSION.ACCOUNT_ID).as("true_position");

    private final DSLContext sql;

    SessionQuery(DSLContext sql) {
        this.sql = sql;
    }

    /** One of an account. */
    public Optional<SessionView> find(AccountId account, SessionId session) {
        return sql.select(SESSION, TRUE_POSITION)
                .from(TOKEN)
                .join(SESSION)
                .on(SESSION.ACCOUNT_ID.eq(account.value()))
                .and(SESSION.SESSION_ID.eq(session.value()))
                .where(TruePosition.TOKEN_ROW)
                .fetchOptional(row -> view(row.value1(), row.value2()));
    }

    /**
     * Those of an account, the latest start first.
     *
     * @param limit at least 1
     * @throws dev.creditledger.projections.InvalidCursor if the cursor is not one of this list
     */
    public Page<SessionView> list(
            AccountId account, Optional<SessionStatus> status, Optional<String> cursor, int limit) {
        return page(
                "sessions of " + account + " in " + status,
                SESSION.ACCOUNT_ID.eq(account.value()).and(in(status)),
                TruePosition.of(inline(account.value())),
                cursor,
                limit);
    }

    /**
     * Those of all accounts, the latest start first.
     *
     * @param limit at least 1
     * @throws dev.creditledger.projections.InvalidCursor if the cursor is not one of this list
     */
    public Page<SessionView> listAll(Optional<SessionStatus> status, Optional<String> cursor, int limit) {
        return page("sessions in " + status, in(status), TruePosition.ofAll(), cursor, limit);
    }

    /** @param trueTo of a list without rows, too */
    private Page<SessionView> page(
            String list, Condition which, Field<Long> trueTo, Optional<String> cursor, int limit) {
        var columns = new ArrayList<Field<?>>(List.of(SESSION.fields()));
        columns.add(TRUE_POSITION);
        var page = select(columns)
                .from(SESSION)
                .where(which)
                .and(cursor.map(place -> Cursor.read(list, place, 1, SessionQuery::startedBefore))
                        .orElse(noCondition()))
                .orderBy(SESSION.STARTED_POSITION.desc())
                .limit(limit + 1)
                .asTable(PAGE);
        var position = trueTo.as("true_to");
        // The token's row comes even when the page is empty.
        var rows = sql.select(position)
                .select(page.fields())
                .from(TOKEN)
                .leftJoin(lateral(page))
                .on(trueCondition())
                .where(TruePosition.TOKEN_ROW)
                .orderBy(PAGE.STARTED_POSITION.desc())
                .fetch();
        var found =
                rows.stream().filter(row -> row.get(SESSION.SESSION_ID) != null).toList();
        return Page.first(
                limit,
                found,
                rows.getFirst().get(position),
                SessionQuery::view,
                row -> Cursor.at(list, List.of(row.get(SESSION.STARTED_POSITION).toString())));
    }

    /** Spelt out in the statement, as the indexes of running sessions are used for literals only. */
    private static Condition in(Optional<SessionStatus> status) {
        return status.map(one -> SESSION.STATUS.eq(inline(EnumNames.of(one)))).orElse(noCondition());
    }

    private static Condition startedBefore(List<String> place) {
        return SESSION.STARTED_POSITION.lt(Long.valueOf(place.getFirst()));
    }

    private static SessionView view(Record row) {
        return view(row.into(SESSION), row.get(TRUE_POSITION));
    }

    private static SessionView view(SessionRecord row, long position) {
        return new SessionView(
                new AccountId(row.getAccountId()),
                new SessionId(row.getSessionId()),
                new LiveFeature(row.getFeature()),
                Optional.ofNullable(row.getChannel()),
                new SessionRate(
                        row.getAction(),
                        row.getUnit(),
                        new Credits(row.getCreditsPerUnit()),
                        EnumNames.constant(Tier.class, row.getTier()),
                        row.getPriceVersion()),
                Optional.ofNullable(row.getNode()),
                row.getConnection(),
                row.getStartedAt(),
                row.getLastActivityAt(),
                row.getSeconds(),
                new Credits(row.getCharged()),
                row.getSequence(),
                new Grant(row.getGrantedUntilSecond(), row.getRenewAtSecond(), row.getValidUntil(), row.getFinalUnit()),
                Optional.ofNullable(row.getEndedAt())
                        .map(at -> new End(at, EnumNames.constant(EndReason.class, row.getEndReason()))),
                position);
    }
}
