package dev.creditledger.projections.usage;

import static dev.creditledger.projections.schema.Tables.ACCOUNT_USAGE;
import static dev.creditledger.projections.schema.Tables.TOTAL_USAGE;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.val;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.projections.Page;
import dev.creditledger.projections.TruePosition;
import java.math.BigDecimal;
import java.util.Optional;
import org.jooq.DSLContext;

/** What was used by day: by an account, and by all of them. */
public final class UsageQuery {

    /** Days of one account that a page looks at: a year. */
    private static final int DAYS_MAX = 366;

    /** Days of all accounts that a page looks at: a month. */
    private static final int DAYS_OF_ALL_MAX = 31;

    private final DSLContext sql;
    private final DailyPages all;
    private final AccountsByDay accounts;

    UsageQuery(DSLContext sql) {
        this.sql = sql;
        this.all = new DailyPages(sql, TOTAL_USAGE, trueCondition(), TOTAL_USAGE.QUARTER, TruePosition.ofAll());
        this.accounts = new AccountsByDay(sql, all);
    }

    /**
     * An account's usage by day, feature and model, the newest day first. A page may hold less than {@code limit} although
     * the list goes on.
     *
     * @param limit at least 1
     * @throws UnevenDays if days of the period do not consist of quarters of an hour
     * @throws dev.creditledger.projections.InvalidCursor if the cursor is not one of this list
     */
    public Page<DailyUsage> daily(AccountId account, DayRange period, Optional<String> cursor, int limit) {
        var pages = new DailyPages(
                sql,
                ACCOUNT_USAGE,
                ACCOUNT_USAGE.ACCOUNT_ID.eq(account.value()),
                ACCOUNT_USAGE.QUARTER,
                TruePosition.of(val(account.value())));
        var list = "daily usage of " + account + " in " + period;
        return pages.page(list, DailySums.of(account.value()), period, cursor, limit, DAYS_MAX);
    }

    /**
     * What an account was charged for tokens that were used in the period, paid or not, whatever was given back since.
     *
     * @throws UnevenDays if days of the period do not consist of quarters of an hour
     */
    public BigDecimal chargedForTokens(AccountId account, DayRange period) {
        var millionths = sql.select(sum(ACCOUNT_USAGE.CREDITS))
                .from(ACCOUNT_USAGE)
                .where(ACCOUNT_USAGE.ACCOUNT_ID.eq(account.value()))
                .and(period.from()
                        .map(period.calendar()::start)
                        .map(ACCOUNT_USAGE.QUARTER::ge)
                        .orElse(trueCondition()))
                .and(period.to()
                        .map(period.calendar()::end)
                        .map(ACCOUNT_USAGE.QUARTER::lt)
                        .orElse(trueCondition()))
                .and(ACCOUNT_USAGE.VENDOR.ne(""))
                .fetchSingle(row -> Optional.ofNullable(row.value1()));
        return millionths.orElse(BigDecimal.ZERO).movePointLeft(Credits.SCALE);
    }

    /** The usage of all accounts by day, as {@link #daily(AccountId, DayRange, Optional, int)} otherwise. */
    public Page<DailyUsage> daily(GroupBy groupBy, DayRange period, Optional<String> cursor, int limit) {
        var list = "daily usage by " + groupBy + " in " + period;
        return groupBy == GroupBy.ACCOUNT
                ? accounts.page(list, period, cursor, limit)
                : all.page(list, DailySums.ofAll(groupBy), period, cursor, limit, DAYS_OF_ALL_MAX);
    }
}
