package dev.creditledger.projections;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * One statement over many rows. Columns travel as arrays, so that the statement's text stays the same for any number of
 * rows and the database parses it once.
 */
public final class MultiRow<R> {

    private static final String ROWS = "{rows}";

    private record Column<R>(
            String name,
            String type,
            String expression,
            IntFunction<Object[]> array,
            Function<R, @Nullable Object> value) {}

    private final List<Column<R>> columns = new ArrayList<>();
    private final Collection<R> rows;

    private MultiRow(Collection<R> rows) {
        this.rows = rows;
    }

    public static <R> MultiRow<R> of(Collection<R> rows) {
        return new MultiRow<>(rows);
    }

    public MultiRow<R> text(String name, Function<R, @Nullable String> value) {
        return column(name, "text", String[]::new, value::apply);
    }

    public MultiRow<R> bigint(String name, Function<R, @Nullable Long> value) {
        return column(name, "int8", Long[]::new, value::apply);
    }

    /** A column of a table, by its name. */
    public MultiRow<R> text(Field<String> column, Function<R, @Nullable String> value) {
        return text(column.getName(), value);
    }

    public MultiRow<R> integer(Field<Integer> column, Function<R, @Nullable Integer> value) {
        return column(column.getName(), "int4", Integer[]::new, value::apply);
    }

    public MultiRow<R> bigint(Field<Long> column, Function<R, @Nullable Long> value) {
        return bigint(column.getName(), value);
    }

    public MultiRow<R> numeric(Field<BigDecimal> column, Function<R, @Nullable BigDecimal> value) {
        return numeric(column.getName(), value);
    }

    public MultiRow<R> flag(Field<Boolean> column, Function<R, @Nullable Boolean> value) {
        return column(column.getName(), "bool", Boolean[]::new, value::apply);
    }

    public MultiRow<R> time(Field<Instant> column, Function<R, @Nullable Instant> value) {
        return time(column.getName(), value);
    }

    public MultiRow<R> numeric(String name, Function<R, @Nullable BigDecimal> value) {
        return column(name, "numeric", BigDecimal[]::new, value::apply);
    }

    public MultiRow<R> flag(String name, Function<R, @Nullable Boolean> value) {
        return column(name, "bool", Boolean[]::new, value::apply);
    }

    public MultiRow<R> uuid(String name, Function<R, @Nullable UUID> value) {
        return column(name, "uuid", UUID[]::new, value::apply);
    }

    /** Travels as microseconds, which the driver writes in binary; whole seconds apart, so that no year is rounded. */
    public MultiRow<R> time(String name, Function<R, @Nullable Instant> value) {
        var expression =
                "to_timestamp((" + name + " / 1000000)::float8) + (" + name + " % 1000000) * interval '1 microsecond'";
        columns.add(new Column<>(name, "int8", expression, Long[]::new, row -> micros(value.apply(row))));
        return this;
    }

    /** Of a column of arrays; travels as text, which the driver has arrays of. */
    public MultiRow<R> uuids(Field<UUID[]> column, Function<R, @Nullable List<?>> value) {
        var name = column.getName();
        columns.add(new Column<>(name, "text", name + "::uuid[]", String[]::new, row -> array(value.apply(row))));
        return this;
    }

    private static @Nullable String array(@Nullable List<?> uuids) {
        return uuids == null ? null : uuids.stream().map(Object::toString).collect(joining(",", "{", "}"));
    }

    private MultiRow<R> column(
            String name, String type, IntFunction<Object[]> array, Function<R, @Nullable Object> value) {
        columns.add(new Column<>(name, type, name, array, value));
        return this;
    }

    private static @Nullable Long micros(@Nullable Instant time) {
        return time == null
                ? null
                : Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }

    /** The names of the columns so far, each as {@code form} has it, for a statement's text. */
    public String names(String form) {
        return columns.stream().map(column -> form.formatted(column.name())).collect(joining(", "));
    }

    /**
     * Runs the statement, in which <code>{rows}</code> stands for the rows.
     *
     * @return how many rows it changed
     */
    public int execute(DSLContext sql, String statement) {
        return rows.isEmpty()
                ? 0
                : sql.connectionResult(connection -> {
                    try (var prepared = prepare(connection, statement)) {
                        return prepared.executeUpdate();
                    }
                });
    }

    /** Reads one row of a result. */
    @FunctionalInterface
    public interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Runs a statement that returns one column of text. */
    public List<String> fetch(DSLContext sql, String statement) {
        return fetch(sql, statement, row -> row.getString(1));
    }

    /** Runs a statement that returns rows. */
    public <T> List<T> fetch(DSLContext sql, String statement, Reading<T> reading) {
        return rows.isEmpty()
                ? List.of()
                : sql.connectionResult(connection -> {
                    try (var prepared = prepare(connection, statement);
                            var result = prepared.executeQuery()) {
                        var found = new ArrayList<T>();
                        while (result.next()) {
                            found.add(reading.of(result));
                        }
                        return found;
                    }
                });
    }

    private PreparedStatement prepare(Connection connection, String statement) throws SQLException {
        var prepared = connection.prepareStatement(statement.replace(ROWS, derivedTable()));
        try {
            var parameter = 1;
            for (var column : columns) {
                var values = rows.stream().map(column.value()).toArray(column.array());
                prepared.setArray(parameter++, connection.createArrayOf(column.type(), values));
            }
            return prepared;
        } catch (SQLException | RuntimeException e) {
            prepared.close();
            throw e;
        }
    }

    /** Arrays unnested in the select list stream; in FROM each would first be stored on its own. All are equally long. */
    private String derivedTable() {
        var selected = new ArrayList<String>();
        var arrays = new ArrayList<String>();
        for (var column : columns) {
            selected.add(column.expression() + " AS " + column.name());
            arrays.add("unnest(?::" + column.type() + "[]) AS " + column.name());
        }
        return "(SELECT " + String.join(", ", selected) + " FROM (SELECT " + String.join(", ", arrays) + ") AS arrays)";
    }
}
