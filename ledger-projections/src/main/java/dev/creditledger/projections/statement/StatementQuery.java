package dev.creditledger.projections.statement;

import static dev.creditledger.projections.schema.Tables.ENTRY;
import static dev.creditledger.projections.schema.Tables.TOKEN;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.val;

import dev.creditledger.domain.Cause.Actor;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.projections.Cursor;
import dev.creditledger.projections.EnumNames;
import dev.creditledger.projections.Page;
import dev.creditledger.projections.TruePosition;
import dev.creditledger.projections.Unsealing;
import dev.creditledger.projections.schema.tables.Entry;
import dev.creditledger.projections.statement.EntryView.By;
import dev.creditledger.projections.statement.EntryView.Ids;
import dev.creditledger.projections.statement.EntryView.Spent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/** What happened to an account. */
public final class StatementQuery {

    private static final Entry PAGE = ENTRY.as("page");

    private final DSLContext sql;
    private final Unsealing unsealing;

    StatementQuery(DSLContext sql, Unsealing unsealing) {
        this.sql = sql;
        this.unsealing = unsealing;
    }

    /**
     * The entries of an account, the newest first; none for an account that is not there.
     *
     * @param from booked at this instant or later
     * @param to booked before this instant
     * @param limit at least 1
     * @throws dev.creditledger.projections.InvalidCursor if the cursor is not one of this list
     */
    public Page<EntryView> entries(
            AccountId account,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<EntryKind> kind,
            Optional<String> cursor,
            int limit) {
        var list = "entries of " + account + " from " + from + " to " + to + " of " + kind;
        var page = selectFrom(ENTRY)
                .where(ENTRY.ACCOUNT_ID.eq(account.value()))
                .and(from.map(ENTRY.BOOKED_AT::ge).orElse(noCondition()))
                .and(to.map(ENTRY.BOOKED_AT::lt).orElse(noCondition()))
                .and(kind.map(StatementQuery::is).orElse(noCondition()))
                .and(cursor.map(place -> olderThan(Cursor.read(list, place))).orElse(noCondition()))
                .orderBy(ENTRY.BOOKED_AT.desc(), ENTRY.POSITION.desc())
                .limit(limit + 1)
                .asTable(PAGE);
        var position = TruePosition.of(val(account.value())).as("true_position");
        // The token's row comes even when the page is empty.
        var rows = sql.select(position)
                .select(page.fields())
                .from(TOKEN)
                .leftJoin(lateral(page))
                .on(trueCondition())
                .where(TruePosition.TOKEN_ROW)
                .orderBy(PAGE.POSITION.desc())
                .fetch();
        return Page.first(
                limit,
                rows.stream().filter(row -> row.get(ENTRY.ACCOUNT_ID) != null).toList(),
                rows.getFirst().get(position),
                this::view,
                row -> Cursor.at(
                        list,
                        List.of(
                                row.get(ENTRY.BOOKED_AT).toString(),
                                row.get(ENTRY.POSITION).toString())));
    }

    /** Spelt out in the statement, as the index of rare kinds is used for literals only. */
    private static Condition is(EntryKind kind) {
        return ENTRY.KIND.eq(inline(EnumNames.of(kind)));
    }

    private static Condition olderThan(List<String> place) {
        return row(ENTRY.BOOKED_AT, ENTRY.POSITION).lt(Instant.parse(place.get(0)), Long.valueOf(place.get(1)));
    }

    private EntryView view(Record row) {
        return new EntryView(
                EnumNames.constant(EntryKind.class, row.get(ENTRY.KIND)),
                new Credits(row.get(ENTRY.AMOUNT)),
                new Credits(row.get(ENTRY.LOST)),
                new Balance(
                        new Credits(row.get(ENTRY.AVAILABLE_AFTER)),
                        new Credits(row.get(ENTRY.HELD_AFTER)),
                        new Credits(row.get(ENTRY.PENDING_AFTER))),
                new Ids(
                        Optional.ofNullable(row.get(ENTRY.GRANT_ID)).map(GrantId::new),
                        Optional.ofNullable(row.get(ENTRY.DEDUCTION_ID)).map(DeductionId::new),
                        Optional.ofNullable(row.get(ENTRY.HOLD_ID)).map(HoldId::new),
                        Optional.ofNullable(row.get(ENTRY.REVERSAL_ID)).map(ReversalId::new)),
                new Spent(
                        Optional.ofNullable(row.get(ENTRY.TYPE))
                                .map(type -> EnumNames.constant(DeductionType.class, type)),
                        Optional.ofNullable(row.get(ENTRY.FEATURE)),
                        Optional.ofNullable(row.get(ENTRY.VENDOR)),
                        Optional.ofNullable(row.get(ENTRY.MODEL))),
                new By(
                        new Actor(
                                new SubjectId(row.get(ENTRY.ACTOR)),
                                EnumNames.constant(Role.class, row.get(ENTRY.ROLE))),
                        row.get(ENTRY.REQUEST_ID),
                        row.get(ENTRY.CORRELATION_ID)),
                unsealing.of(row.get(ENTRY.TEXT_SUBJECT), row.get(ENTRY.TEXT_SEALED)),
                row.get(ENTRY.OCCURRED_AT),
                row.get(ENTRY.BOOKED_AT),
                row.get(ENTRY.POSITION));
    }
}
