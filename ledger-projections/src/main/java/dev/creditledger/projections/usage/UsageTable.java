package dev.creditledger.projections.usage;

import static dev.creditledger.projections.schema.Tables.ACCOUNT_USAGE;
import static dev.creditledger.projections.schema.Tables.TOTAL_USAGE;
import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Table;

/**
 * A table of usage as the schema has it, and the SQL that follows from that.
 *
 * @param key columns that a row is found by
 * @param sums all others
 */
record UsageTable(String name, List<String> key, List<String> sums) {

    static final UsageTable OF_ACCOUNTS = of(ACCOUNT_USAGE);
    static final UsageTable OF_ALL = of(TOTAL_USAGE);

    private static UsageTable of(Table<?> table) {
        var key = Objects.requireNonNull(table.getPrimaryKey()).getFields();
        return new UsageTable(
                "projection." + table.getName(),
                key.stream().map(Field::getName).toList(),
                Arrays.stream(table.fields())
                        .filter(column -> !key.contains(column))
                        .map(Field::getName)
                        .toList());
    }

    /** Adds to the rows that are there, and tells which of {@code {rows}} they were. */
    String update() {
        return "UPDATE %s AS total SET %s FROM {rows} AS used WHERE %s RETURNING used.place::text"
                .formatted(
                        name,
                        each(sums, "%1$s = total.%1$s + used.%1$s", ", "),
                        each(key, "total.%1$s = used.%1$s", " AND "));
    }

    String insert() {
        return "INSERT INTO %1$s (%2$s) SELECT %2$s FROM {rows} AS used"
                .formatted(
                        name,
                        String.join(
                                ", ", Stream.concat(key.stream(), sums.stream()).toList()));
    }

    /** What rows add up to, and how many they are. */
    String summed() {
        return "count(*) AS quarters, " + each(sums, "sum(%1$s) AS %1$s", ", ");
    }

    private static String each(List<String> columns, String text, String between) {
        return columns.stream().map(text::formatted).collect(joining(between));
    }
}
