package dev.creditledger.projections.usage;

import static dev.creditledger.projections.schema.Tables.TOTAL_USAGE;

import dev.creditledger.domain.Credits;
import dev.creditledger.projections.usage.DailyUsage.Group;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;

/**
 * Sums quarters of an hour to days: one look into the primary key for each day.
 *
 * @param table where the quarters are
 * @param restriction which rows of it
 * @param bindings of the restriction
 * @param facets what the usage of a day is told apart by
 */
record DailySums(UsageTable table, String restriction, List<Object> bindings, List<Facet> facets) {

    static DailySums of(String account) {
        return new DailySums(
                UsageTable.OF_ACCOUNTS,
                Facet.ACCOUNT.column() + " = ? AND",
                List.of(account),
                List.of(Facet.FEATURE, Facet.VENDOR, Facet.MODEL));
    }

    static DailySums ofAll(GroupBy groupBy) {
        return new DailySums(UsageTable.OF_ALL, "", List.of(), groupBy.facets());
    }

    /**
     * The sums of these days, the newest day first.
     *
     * @param before only those after this place in the list: a day and a name for each facet
     */
    List<DailyUsage> read(DSLContext sql, List<LocalDate> days, Calendar calendar, List<String> before, int max) {
        var values = new ArrayList<Object>();
        values.add(days.toArray(LocalDate[]::new));
        values.add(days.stream().map(calendar::start).toArray(Integer[]::new));
        values.add(days.stream().map(calendar::end).toArray(Integer[]::new));
        values.addAll(bindings);
        values.addAll(before);
        values.add(max);
        return sql.fetch(text(!before.isEmpty()), values.toArray()).map(DailySums::view);
    }

    private String text(boolean within) {
        var columns = facets.stream().map(Facet::column).toList();
        var selected = new ArrayList<>(columns);
        selected.add(table.summed());
        var place = new ArrayList<String>();
        place.add("period.day");
        columns.forEach(column -> place.add("used." + column));
        var marks = new ArrayList<>(Collections.nCopies(place.size(), "?"));
        marks.set(0, "?::date");
        return """
                SELECT period.day, used.*
                FROM unnest(?::date[], ?::int[], ?::int[]) AS period (day, start, past) CROSS JOIN LATERAL (
                    SELECT %s FROM %s
                    WHERE %s quarter >= period.start AND quarter < period.past
                    %s) AS used
                WHERE used.quarters > 0 %s
                ORDER BY %s
                LIMIT ?""".formatted(
                        String.join(", ", selected),
                        table.name(),
                        restriction,
                        columns.isEmpty() ? "" : "GROUP BY " + String.join(", ", columns),
                        within ? "AND (" + String.join(", ", place) + ") < (" + String.join(", ", marks) + ")" : "",
                        String.join(" DESC, ", place) + " DESC");
    }

    static DailyUsage view(Record row) {
        return new DailyUsage(
                row.get("day", LocalDate.class),
                new Group(
                        name(row, Facet.ACCOUNT),
                        name(row, Facet.FEATURE),
                        name(row, Facet.VENDOR),
                        name(row, Facet.MODEL),
                        name(row, Facet.TIER)),
                new UsageSums(
                        row.get(TOTAL_USAGE.REQUESTS.getName(), Long.class),
                        sum(row, TOTAL_USAGE.INPUT_TOKENS),
                        sum(row, TOTAL_USAGE.CACHED_INPUT_TOKENS),
                        sum(row, TOTAL_USAGE.OUTPUT_TOKENS),
                        credits(row, TOTAL_USAGE.CREDITS),
                        credits(row, TOTAL_USAGE.UNCOVERED),
                        credits(row, TOTAL_USAGE.REVERSED),
                        sum(row, TOTAL_USAGE.VENDOR_COST_USD),
                        sum(row, TOTAL_USAGE.WORTH_USD)));
    }

    private static BigDecimal sum(Record row, Field<BigDecimal> column) {
        return row.get(column.getName(), BigDecimal.class);
    }

    private static BigDecimal credits(Record row, Field<BigDecimal> column) {
        return sum(row, column).movePointLeft(Credits.SCALE);
    }

    private static Optional<String> name(Record row, Facet facet) {
        return row.indexOf(facet.column()) < 0
                ? Optional.empty()
                : Optional.of(row.get(facet.column(), String.class)).filter(it -> !it.isEmpty());
    }

    /** Where it stands in the list. */
    List<String> place(DailyUsage usage) {
        var place = new ArrayList<String>();
        place.add(usage.day().toString());
        facets.forEach(facet -> place.add(facet.of(usage).orElse("")));
        return place;
    }

    /** Where the list stands before all of the day: nothing comes before empty names. */
    List<String> placeAfter(LocalDate day) {
        var place = new ArrayList<>(Collections.nCopies(facets.size() + 1, ""));
        place.set(0, day.toString());
        return place;
    }
}
