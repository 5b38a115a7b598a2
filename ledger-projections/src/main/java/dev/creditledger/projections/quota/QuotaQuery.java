package dev.creditledger.projections.quota;

import static dev.creditledger.projections.schema.Tables.ACCOUNT;
import static dev.creditledger.projections.schema.Tables.LIVE_QUOTA;
import static dev.creditledger.projections.schema.Tables.SESSION;
import static dev.creditledger.projections.schema.Tables.SUBSCRIPTION;
import static dev.creditledger.projections.schema.Tables.TOKEN;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.multiset;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;

import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.quota.QuotaLimits;
import dev.creditledger.domain.quota.Quotas;
import dev.creditledger.domain.quota.SecondsUsed;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.projections.TruePosition;
import dev.creditledger.projections.schema.tables.records.LiveQuotaRecord;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** What an account has used of its live features. Seconds count once they are charged, as in the account itself. */
public final class QuotaQuery {

    private record Reserved(String feature, long seconds) {}

    private static final Field<Long> TRUE_POSITION =
            TruePosition.of(ACCOUNT.ACCOUNT_ID).as("true_position");
    private static final Field<String> TIER =
            field(select(SUBSCRIPTION.TIER).from(SUBSCRIPTION).where(SUBSCRIPTION.ACCOUNT_ID.eq(ACCOUNT.ACCOUNT_ID)));
    private static final Field<List<LiveQuotaRecord>> USED = multiset(
                    selectFrom(LIVE_QUOTA).where(LIVE_QUOTA.ACCOUNT_ID.eq(ACCOUNT.ACCOUNT_ID)))
            .as("used")
            .convertFrom(rows -> rows.into(LIVE_QUOTA));
    private static final Field<List<Reserved>> RESERVED = multiset(
                    select(SESSION.FEATURE, SESSION.GRANTED_UNTIL_SECOND.minus(SESSION.SECONDS))
                            .from(SESSION)
                            .where(SESSION.ACCOUNT_ID.eq(ACCOUNT.ACCOUNT_ID))
                            .and(SESSION.STATUS.eq(inline("running"))))
            .as("reserved")
            .convertFrom(rows -> rows.map(row -> new Reserved(row.value1(), Math.max(0, row.value2()))));

    private final DSLContext sql;

    QuotaQuery(DSLContext sql) {
        this.sql = sql;
    }

    /** Empty: there is no such account in the rows. */
    public Optional<QuotaView> find(AccountId account) {
        return sql.select(TIER, USED, RESERVED, TRUE_POSITION)
                .from(TOKEN)
                .join(ACCOUNT)
                .on(ACCOUNT.ACCOUNT_ID.eq(account.value()))
                .where(TruePosition.TOKEN_ROW)
                .fetchOptional(row ->
                        new QuotaView(tier(row.value1()), quotas(row.value2()), reserved(row.value3()), row.value4()));
    }

    /** As {@link dev.creditledger.domain.account.Standing#FREE} says, of who has not subscribed. */
    private static Tier tier(@Nullable String subscribed) {
        return subscribed == null ? Tier.FREE : EnumNames.constant(Tier.class, subscribed);
    }

    private static Quotas quotas(List<LiveQuotaRecord> rows) {
        var used = new HashMap<String, SecondsUsed>();
        var own = new HashMap<String, QuotaLimits>();
        for (var row : rows) {
            if (row.getMonth() > 0) {
                used.put(row.getFeature(), used(row));
            }
            if (!own(row).seconds().isEmpty()) {
                own.put(row.getFeature(), own(row));
            }
        }
        return new Quotas(used, own);
    }

    private static Map<String, Long> reserved(List<Reserved> sessions) {
        var seconds = new HashMap<String, Long>();
        sessions.forEach(session -> seconds.merge(session.feature(), session.seconds(), Long::sum));
        return seconds;
    }

    static SecondsUsed used(LiveQuotaRecord row) {
        return SecondsUsed.latest(row.getUsedUntil(), row.getHour(), row.getDay(), row.getMonth());
    }

    static QuotaLimits own(LiveQuotaRecord row) {
        var limits = new EnumMap<Window, Long>(Window.class);
        put(limits, Window.HOUR, row.getOwnHour());
        put(limits, Window.DAY, row.getOwnDay());
        put(limits, Window.MONTH, row.getOwnMonth());
        return new QuotaLimits(limits);
    }

    private static void put(Map<Window, Long> limits, Window window, @Nullable Long seconds) {
        if (seconds != null) {
            limits.put(window, seconds);
        }
    }
}
