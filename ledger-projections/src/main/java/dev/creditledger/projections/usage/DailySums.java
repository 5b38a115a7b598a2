package dev.creditledger.projections.usage;

import dev.creditledger.domain.Credits;
import dev.creditledger.projections.usage.DailyUsage.Group;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Sums quarters of an hour to days: one look into the primary key for each day.
 *
 * @param table where the quarters are
 * @param restriction which rows of it
 * @param bindings of the restriction
 * @param facets what the usage of a day is told apart by
 */
record DailySums(String table, String restriction, List<Object> bindings, List<Facet> facets) {

    static final String SUMS = """
            count(*) AS quarters, sum(requests)::int8 AS requests, sum(input_tokens) AS input_tokens,
            sum(cached_input_tokens) AS cached_input_tokens, sum(output_tokens) AS output_tokens,
            sum(credits) AS credits, sum(uncovered) AS uncovered, sum(reversed) AS reversed,
            sum(vendor_cost_usd) AS vendor_cost_usd, sum(worth_usd) AS worth_usd""";

    static DailySums of(String account) {
        return new DailySums(
                "account_usage",
                "account_id = ? AND",
                List.of(account),
                List.of(Facet.FEATURE, Facet.VENDOR, Facet.MODEL));
    }

    static DailySums ofAll(GroupBy groupBy) {
        return new DailySums("total_usage", "", List.of(), groupBy.facets());
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
        selected.add(SUMS);
        var place = new ArrayList<String>();
        place.add("period.day");
        columns.forEach(column -> place.add("used." + column));
        var marks = new ArrayList<>(Collections.nCopies(place.size(), "?"));
        marks.set(0, "?::date");
        return """
                SELECT period.day, used.*
                FROM unnest(?::date[], ?::int[], ?::int[]) AS period (day, start, past) CROSS JOIN LATERAL (
                    SELECT %s FROM projection.%s
                    WHERE %s quarter >= period.start AND quarter < period.past
                    %s) AS used
                WHERE used.quarters > 0 %s
                ORDER BY %s
                LIMIT ?""".formatted(
                        String.join(", ", selected),
                        table,
                        restriction,
                        columns.isEmpty() ? "" : "GROUP BY " + String.join(", ", columns),
                        within ? "AND (" + String.join(", ", place) + ") < (" + String.join(", ", marks) + ")" : "",
                        String.join(" DESC, ", place) + " DESC");
    }

    static DailyUsage view(Record row) {
        return new DailyUsage(
                row.get("day", LocalDate.class),
                new Group(
                        name(row, "account_id"),
                        name(row, "feature"),
                        name(row, "vendor"),
                        name(row, "model"),
                        name(row, "tier")),
                new UsageSums(
                        row.get("requests", Long.class),
                        row.get("input_tokens", BigDecimal.class),
                        row.get("cached_input_tokens", BigDecimal.class),
                        row.get("output_tokens", BigDecimal.class),
                        credits(row, "credits"),
                        credits(row, "uncovered"),
                        credits(row, "reversed"),
                        row.get("vendor_cost_usd", BigDecimal.class),
                        row.get("worth_usd", BigDecimal.class)));
    }

    private static BigDecimal credits(Record row, String column) {
        return row.get(column, BigDecimal.class).movePointLeft(Credits.SCALE);
    }

    private static Optional<String> name(Record row, String column) {
        return row.indexOf(column) < 0
                ? Optional.empty()
                : Optional.of(row.get(column, String.class)).filter(it -> !it.isEmpty());
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
