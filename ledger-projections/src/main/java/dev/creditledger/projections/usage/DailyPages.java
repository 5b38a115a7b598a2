package dev.creditledger.projections.usage;

import static dev.creditledger.projections.schema.Tables.TOKEN;

import dev.creditledger.projections.Cursor;
import dev.creditledger.projections.Page;
import dev.creditledger.projections.TruePosition;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Pages of a list by days, the newest first. A page looks at so many days at most, beginning with the newest on which
 * something was used; it may then hold less than its limit although the list goes on.
 *
 * <p>The position is read before the sums: they are true up to it at least.
 */
final class DailyPages {

    private final DSLContext sql;
    private final Table<?> table;
    private final Condition whose;
    private final Field<Integer> quarter;
    private final Field<Long> truePosition;

    DailyPages(DSLContext sql, Table<?> table, Condition whose, Field<Integer> quarter, Field<Long> truePosition) {
        this.sql = sql;
        this.table = table;
        this.whose = whose;
        this.quarter = quarter;
        this.truePosition = truePosition;
    }

    /** @param quarter the newest one, if there is one */
    record Newest(long position, Optional<Integer> quarter) {}

    Newest newestBefore(int past) {
        var newest =
                DSL.field(DSL.select(DSL.max(quarter)).from(table).where(whose).and(quarter.lt(past)));
        return sql.select(truePosition, newest)
                .from(TOKEN)
                .where(TruePosition.TOKEN_ROW)
                .fetchSingle(row -> new Newest(row.value1(), Optional.ofNullable(row.value2())));
    }

    Page<DailyUsage> page(
            String list, DailySums sums, DayRange period, Optional<String> cursor, int limit, int daysMax) {
        var calendar = period.calendar();
        var place = cursor.map(it -> Cursor.read(list, it)).orElse(List.of());
        var newest = newestBefore(past(period, place));
        var days = newest.quarter()
                .map(it -> days(calendar.day(it), period, daysMax))
                .orElse(List.of());
        if (days.isEmpty()) {
            return new Page<>(List.of(), false, Optional.empty(), newest.position());
        }
        var found = sums.read(sql, days, calendar, place, limit + 1);
        if (found.size() > limit) {
            return Page.first(limit, found, newest.position(), it -> it, it -> Cursor.at(list, sums.place(it)));
        }
        var oldest = days.getLast();
        var next = newestBefore(calendar.start(oldest))
                .quarter()
                .filter(it -> !period.startsAfter(calendar.day(it)))
                .map(_ -> Cursor.at(list, sums.placeAfter(oldest)));
        return new Page<>(found, next.isPresent(), next, newest.position());
    }

    /** The first quarter that is not asked for any more. */
    static int past(DayRange period, List<String> place) {
        var last = place.isEmpty() ? period.to() : Optional.of(LocalDate.parse(place.getFirst()));
        return last.map(period.calendar()::end).orElse(Integer.MAX_VALUE);
    }

    private static List<LocalDate> days(LocalDate newest, DayRange period, int max) {
        return Stream.iterate(newest, day -> day.minusDays(1))
                .limit(max)
                .takeWhile(day -> !period.startsAfter(day))
                .toList();
    }
}
