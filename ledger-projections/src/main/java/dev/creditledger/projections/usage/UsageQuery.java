package dev.creditledger.projections.usage;

import static dev.creditledger.projections.schema.Tables.TOKEN;
import static dev.creditledger.projections.schema.Tables.USAGE_DAILY;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.trueCondition;
import static org.jooq.impl.DSL.val;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.projections.Cursor;
import dev.creditledger.projections.Page;
import dev.creditledger.projections.TruePosition;
import dev.creditledger.projections.schema.tables.UsageDaily;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;

/** What an account used. */
public final class UsageQuery {

    private static final UsageDaily PAGE = USAGE_DAILY.as("page");

    private final DSLContext sql;

    UsageQuery(DSLContext sql) {
        this.sql = sql;
    }

    /**
     * Usage by UTC day, feature and model, the newest day first.
     *
     * @param from first day
     * @param to last day
     * @param limit at least 1
     * @throws dev.creditledger.projections.InvalidCursor if the cursor is not one of this list
     */
    public Page<DailyUsage> daily(
            AccountId account, Optional<LocalDate> from, Optional<LocalDate> to, Optional<String> cursor, int limit) {
        var list = "daily usage of " + account + " from " + from + " to " + to;
        var page = selectFrom(USAGE_DAILY)
                .where(USAGE_DAILY.ACCOUNT_ID.eq(account.value()))
                .and(from.map(USAGE_DAILY.DAY::ge).orElse(noCondition()))
                .and(to.map(USAGE_DAILY.DAY::le).orElse(noCondition()))
                .and(cursor.map(place -> before(Cursor.read(list, place))).orElse(noCondition()))
                .orderBy(
                        USAGE_DAILY.DAY.desc(),
                        USAGE_DAILY.FEATURE.desc(),
                        USAGE_DAILY.VENDOR.desc(),
                        USAGE_DAILY.MODEL.desc())
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
                .orderBy(PAGE.DAY.desc(), PAGE.FEATURE.desc(), PAGE.VENDOR.desc(), PAGE.MODEL.desc())
                .fetch();
        return Page.first(
                limit,
                rows.stream()
                        .filter(row -> row.get(USAGE_DAILY.ACCOUNT_ID) != null)
                        .toList(),
                rows.getFirst().get(position),
                UsageQuery::view,
                row -> Cursor.at(list, place(row)));
    }

    private static List<String> place(Record row) {
        return List.of(
                row.get(USAGE_DAILY.DAY).toString(),
                row.get(USAGE_DAILY.FEATURE),
                row.get(USAGE_DAILY.VENDOR),
                row.get(USAGE_DAILY.MODEL));
    }

    private static Condition before(List<String> place) {
        return row(USAGE_DAILY.DAY, USAGE_DAILY.FEATURE, USAGE_DAILY.VENDOR, USAGE_DAILY.MODEL)
                .lt(LocalDate.parse(place.get(0)), place.get(1), place.get(2), place.get(3));
    }

    private static DailyUsage view(Record row) {
        return new DailyUsage(
                row.get(USAGE_DAILY.DAY),
                named(row.get(USAGE_DAILY.FEATURE)),
                named(row.get(USAGE_DAILY.VENDOR)),
                named(row.get(USAGE_DAILY.MODEL)),
                row.get(USAGE_DAILY.REQUESTS),
                row.get(USAGE_DAILY.INPUT_TOKENS),
                row.get(USAGE_DAILY.CACHED_INPUT_TOKENS),
                row.get(USAGE_DAILY.OUTPUT_TOKENS),
                BigDecimal.valueOf(row.get(USAGE_DAILY.CREDITS), Credits.SCALE),
                BigDecimal.valueOf(row.get(USAGE_DAILY.REVERSED), Credits.SCALE),
                row.get(USAGE_DAILY.VENDOR_COST_USD));
    }

    private static Optional<String> named(String name) {
        return Optional.of(name).filter(it -> !it.isEmpty());
    }
}
