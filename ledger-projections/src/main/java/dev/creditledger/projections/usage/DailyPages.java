package dev.creditledger.projections.usage;

import static dev.creditledger.projections.schema.Tables.TOKEN;

import dev.creditledger.projections.Cursor;
import dev.creditledger.projections.Page;
import dev.creditledger.projections.TruePosition;
import java.time.DateTimeException;
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
 * <p>The position is read before the sums and again after them, as the rows may be thrown away in between: the sums are
 * true up to the lesser one at least.
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

    long position() {
        return sql.select(truePosition)
                .from(TOKEN)
                .where(TruePosition.TOKEN_ROW)
                .fetchSingle()
                .value1();
    }

    Page<DailyUsage> page(
            String list, DailySums sums, DayRange period, Optional<String> cursor, int limit, int daysMax) {
        var calendar = period.calendar();
        var place = cursor.map(it -> place(list, sums, period, it)).orElse(List.of());
        var newest = newestBefore(past(period, place));
        var days = newest.quarter()
                .map(it -> days(calendar.day(it), period, daysMax))
                .orElse(List.of());
        if (days.isEmpty()) {
            return new Page<>(List.of(), false, Optional.empty(), newest.position());
        }
        var found = sums.read(sql, days, calendar, place, limit + 1);
        var oldest = days.getLast();
        var older = newestBefore(calendar.start(oldest));
        var position = Math.min(newest.position(), older.position());
        if (found.size() > limit) {
            return Page.first(limit, found, position, it -> it, it -> Cursor.at(list, sums.place(it)));
        }
        var next = older.quarter()
                .filter(it -> !period.startsAfter(calendar.day(it)))
                .map(_ -> Cursor.at(list, sums.placeAfter(oldest)));
        return new Page<>(found, next.isPresent(), next, position);
    }

    private static List<String> place(String list, DailySums sums, DayRange period, String cursor) {
        return Cursor.read(list, cursor, sums.facets().size() + 1, place -> {
            past(period, place);
            return place;
        });
    }

    /** The first quarter that is not asked for any more. */
    static int past(DayRange period, List<String> place) {
        var last = place.isEmpty() ? period.to() : Optional.of(day(place));
        return last.map(period.calendar()::end).orElse(Integer.MAX_VALUE);
    }

    /** @throws DateTimeException if it is none on which something can have been used */
    static LocalDate day(List<String> place) {
        var day = LocalDate.parse(place.getFirst());
        if (day.isBefore(LocalDate.EPOCH)) {
            throw new DateTimeException("nothing was used before " + LocalDate.EPOCH);
        }
        return day;
    }

    private static List<LocalDate> days(LocalDate newest, DayRange period, int max) {
        return Stream.iterate(newest, day -> day.minusDays(1))
                .limit(max)
                .takeWhile(day -> !period.startsAfter(day))
                .toList();
    }
}
