package dev.creditledger.projections.account;

import static dev.creditledger.projections.schema.Tables.ACCOUNT;
import static dev.creditledger.projections.schema.Tables.TOKEN;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.trueCondition;

import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountEvent.AccountOpened;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Status;
import dev.creditledger.log.codec.UnknownEventTypeException;
import dev.creditledger.log.codec.UnreadableEventException;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.StoredEvent;
import dev.creditledger.projections.Cursor;
import dev.creditledger.projections.Page;
import dev.creditledger.projections.TruePosition;
import dev.creditledger.projections.Unsealing;
import dev.creditledger.projections.schema.tables.Account;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;

/** Which accounts there are. */
public final class AccountQueries {

    private static final Account PAGE = ACCOUNT.as("page");
    private static final Field<Long> TRUE_POSITION =
            TruePosition.of(ACCOUNT.ACCOUNT_ID).as("true_position");
    private static final List<Field<?>> COLUMNS = List.of(
            ACCOUNT.ACCOUNT_ID,
            ACCOUNT.OWNER_ID,
            ACCOUNT.STATUS,
            ACCOUNT.OPENED_AT,
            ACCOUNT.OPENED_POSITION,
            ACCOUNT.PROFILE_SUBJECT,
            ACCOUNT.PROFILE_SEALED,
            TRUE_POSITION);

    private final DSLContext sql;
    private final EventLog log;
    private final Unsealing unsealing;

    AccountQueries(DSLContext sql, EventLog log, Unsealing unsealing) {
        this.sql = sql;
        this.log = log;
        this.unsealing = unsealing;
    }

    /**
     * The opening of an account as it stands in the log.
     *
     * @param owner empty: this version of the ledger cannot read it
     */
    public record Opening(Optional<SubjectId> owner, long position) {}

    /** Whether there is such an account, whatever the rows say: they may lack it for a while, or stand still before it. */
    public Optional<Opening> opening(AccountId account) {
        return log.ofAggregate(account.value(), 0, 1).stream()
                .findFirst()
                .map(first -> new Opening(owner(first), first.position()));
    }

    private static Optional<SubjectId> owner(StoredEvent first) {
        try {
            return first.event() instanceof AccountOpened opened ? Optional.of(opened.owner()) : Optional.empty();
        } catch (UnknownEventTypeException | UnreadableEventException e) {
            return Optional.empty();
        }
    }

    public Optional<AccountView> find(AccountId account) {
        return sql.select(COLUMNS)
                .from(TOKEN)
                .join(ACCOUNT)
                .on(ACCOUNT.ACCOUNT_ID.eq(account.value()))
                .where(TruePosition.TOKEN_ROW)
                .fetchOptional(this::view);
    }

    /**
     * Accounts, the newest first.
     *
     * @param limit at least 1
     * @throws dev.creditledger.projections.InvalidCursor if the cursor is not one of this list
     */
    public Page<AccountView> list(
            Optional<SubjectId> owner, Optional<Status> status, Optional<String> cursor, int limit) {
        var list = "accounts of " + owner + " in " + status;
        var page = select(COLUMNS)
                .from(ACCOUNT)
                .where(owner.map(AccountQueries::ownedBy).orElse(noCondition()))
                .and(status.map(AccountQueries::in).orElse(noCondition()))
                .and(cursor.map(place -> Cursor.read(list, place, 1, AccountQueries::olderThan))
                        .orElse(noCondition()))
                .orderBy(ACCOUNT.OPENED_POSITION.desc())
                .limit(limit + 1)
                .asTable(PAGE);
        // The token's row comes even when the page is empty.
        var rows = sql.select(TOKEN.POSITION)
                .select(page.fields())
                .from(TOKEN)
                .leftJoin(lateral(page))
                .on(trueCondition())
                .where(TruePosition.TOKEN_ROW)
                .orderBy(PAGE.OPENED_POSITION.desc())
                .fetch();
        var found =
                rows.stream().filter(row -> row.get(ACCOUNT.ACCOUNT_ID) != null).toList();
        var position = rows.getFirst().get(TOKEN.POSITION);
        return Page.first(
                limit,
                found,
                found.stream().mapToLong(row -> row.get(TRUE_POSITION)).min().orElse(position),
                this::view,
                row -> Cursor.at(list, List.of(row.get(ACCOUNT.OPENED_POSITION).toString())));
    }

    private static Condition ownedBy(SubjectId owner) {
        return ACCOUNT.OWNER_ID.eq(owner.value());
    }

    /** Spelt out in the statement, as the index of accounts that are not open is used for literals only. */
    private static Condition in(Status status) {
        return ACCOUNT.STATUS.eq(inline(EnumNames.of(status)));
    }

    private static Condition olderThan(List<String> place) {
        return ACCOUNT.OPENED_POSITION.lt(Long.valueOf(place.getFirst()));
    }

    private AccountView view(Record row) {
        return new AccountView(
                new AccountId(row.get(ACCOUNT.ACCOUNT_ID)),
                new SubjectId(row.get(ACCOUNT.OWNER_ID)),
                EnumNames.constant(Status.class, row.get(ACCOUNT.STATUS)),
                row.get(ACCOUNT.OPENED_AT),
                unsealing.of(row.get(ACCOUNT.PROFILE_SUBJECT), row.get(ACCOUNT.PROFILE_SEALED)),
                row.get(TRUE_POSITION));
    }
}
