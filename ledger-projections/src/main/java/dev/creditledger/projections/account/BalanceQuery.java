package dev.creditledger.projections.account;

import static dev.creditledger.projections.schema.Tables.ACCOUNT;
import static dev.creditledger.projections.schema.Tables.HOLD;
import static dev.creditledger.projections.schema.Tables.LOT;
import static dev.creditledger.projections.schema.Tables.SUBSCRIPTION;
import static dev.creditledger.projections.schema.Tables.TOKEN;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.selectFrom;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.Hold;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.Holds;
import dev.creditledger.domain.account.Lot;
import dev.creditledger.domain.account.LotTerms;
import dev.creditledger.domain.account.Lots;
import dev.creditledger.domain.account.MonthUsage;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.account.Status;
import dev.creditledger.domain.account.Totals;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.domain.session.Live;
import dev.creditledger.domain.session.LowBalance;
import dev.creditledger.domain.subscription.Subscription;
import dev.creditledger.projections.TruePosition;
import dev.creditledger.projections.account.BalanceView.OpenGrant;
import dev.creditledger.projections.schema.tables.records.AccountRecord;
import dev.creditledger.projections.schema.tables.records.HoldRecord;
import dev.creditledger.projections.schema.tables.records.LotRecord;
import dev.creditledger.projections.subscription.SubscriptionQuery;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * What an account has. The rows say what the log says; what has become due since, and is not written yet, is applied by
 * the domain itself, so that a query and the next command agree.
 */
public final class BalanceQuery {

    private static final Field<Long> TRUE_POSITION =
            TruePosition.of(ACCOUNT.ACCOUNT_ID).as("true_position");
    private static final Field<List<LotRecord>> OPEN_LOTS = multiset(
                    selectFrom(LOT).where(LOT.ACCOUNT_ID.eq(ACCOUNT.ACCOUNT_ID)).and(LOT.OPEN))
            .as("lots")
            .convertFrom(rows -> rows.into(LOT));

    private static final Field<Optional<Subscription>> SUBSCRIBED = multiset(
                    selectFrom(SUBSCRIPTION).where(SUBSCRIPTION.ACCOUNT_ID.eq(ACCOUNT.ACCOUNT_ID)))
            .as("subscribed")
            .convertFrom(rows -> rows.into(SUBSCRIPTION).stream().findFirst().map(SubscriptionQuery::subscription));

    private final DSLContext sql;

    BalanceQuery(DSLContext sql) {
        this.sql = sql;
    }

    /** The balance with what is due at {@code now}. */
    public Optional<BalanceView> at(AccountId account, Instant now) {
        // Holds that go on do not change what is due: what they reserve stands in the lots.
        var ended = multiset(selectFrom(HOLD)
                        .where(HOLD.ACCOUNT_ID.eq(ACCOUNT.ACCOUNT_ID))
                        .and(HOLD.EXPIRES_AT.le(now))
                        .orderBy(HOLD.EXPIRES_AT, HOLD.POSITION))
                .as("holds")
                .convertFrom(rows -> rows.into(HOLD));
        return sql.select(ACCOUNT, OPEN_LOTS, ended, SUBSCRIBED, TRUE_POSITION)
                .from(TOKEN)
                .join(ACCOUNT)
                .on(ACCOUNT.ACCOUNT_ID.eq(account.value()))
                .where(TruePosition.TOKEN_ROW)
                .fetchOptional(row -> {
                    var root = new AccountRoot(
                            account(row.value1(), row.value2(), row.value3()),
                            row.value4(),
                            Live.NOTHING,
                            LowBalance.NONE);
                    return view(root.settled(now), row.value2(), row.value5(), now);
                });
    }

    private static BalanceView view(AccountRoot root, List<LotRecord> lots, long position, Instant now) {
        var account = root.account();
        var granted = new HashMap<UUID, LotRecord>();
        lots.forEach(lot -> granted.put(lot.getGrantId(), lot));
        return new BalanceView(
                account.id(),
                account.status(),
                account.balance(),
                account.totals(),
                account.uncovered(),
                account.lots().inDrawOrder().stream()
                        .map(lot -> Optional.ofNullable(granted.get(lot.grant().value()))
                                .map(row -> openGrant(lot, row))
                                .orElseGet(() -> allotted(lot, root)))
                        .toList(),
                root.subscription(),
                now.isBefore(account.clock()) ? account.clock() : now,
                position);
    }

    /** Nothing but a subscription opens lots by itself. */
    private static OpenGrant allotted(Lot lot, AccountRoot root) {
        var plan = root.subscription().orElseThrow().plan();
        return new OpenGrant(
                lot.grant(),
                Source.SUBSCRIPTION,
                plan.funding(),
                lot.remaining(),
                lot.remaining(),
                lot.held(),
                lot.pending(),
                lot.terms());
    }

    private static OpenGrant openGrant(Lot lot, LotRecord row) {
        return new OpenGrant(
                lot.grant(),
                EnumNames.constant(Source.class, row.getSource()),
                EnumNames.constant(Funding.class, row.getFunding()),
                new Credits(row.getAmount()),
                lot.remaining(),
                lot.held(),
                lot.pending(),
                lot.terms());
    }

    /** The state that the rows describe; what was used in the month is not told, and nothing due depends on it. */
    static Account account(AccountRecord row, List<LotRecord> lots, List<HoldRecord> holds) {
        return new Account(
                new AccountId(row.getAccountId()),
                Optional.of(new SubjectId(row.getOwnerId())),
                EnumNames.constant(Status.class, row.getStatus()),
                row.getClock(),
                row.getGrants(),
                lots(lots),
                new Holds(holds.stream().map(BalanceQuery::hold).toList()),
                new Totals(
                        new Credits(row.getGranted()),
                        new Credits(row.getDeducted()),
                        new Credits(row.getExpired()),
                        new Credits(row.getRevoked())),
                new Credits(row.getUncovered()),
                MonthUsage.NONE);
    }

    private static Lots lots(List<LotRecord> rows) {
        return new Lots(rows.stream()
                .map(BalanceQuery::lot)
                .sorted((a, b) -> a.terms().compareTo(b.terms()))
                .toList());
    }

    private static Lot lot(LotRecord row) {
        return new Lot(
                new GrantId(row.getGrantId()),
                new LotTerms(
                        row.getGrantOrder(),
                        row.getPriority(),
                        row.getEffectiveAt(),
                        Optional.ofNullable(row.getExpiresAt())),
                new Credits(row.getRemaining()),
                new Credits(row.getHeld()),
                row.getPending(),
                row.getPending() && EnumNames.constant(Funding.class, row.getFunding()) == Funding.PAID,
                row.getRevoked());
    }

    private static Hold hold(HoldRecord row) {
        var grants = row.getGrants();
        var amounts = row.getAmounts();
        return new Hold(
                new HoldId(row.getHoldId()),
                row.getExpiresAt(),
                IntStream.range(0, grants.length)
                        .mapToObj(i -> new Draw(new GrantId(grants[i]), new Credits(amounts[i])))
                        .toList());
    }
}
