package dev.creditledger.benchmarks.contest;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * A column of many rows as one array parameter in PostgreSQL's binary format, as the log sends its columns: text would
 * cost more than all else that a client does.
 */
final class BinaryColumn {

    private static final int HEADER_BYTES = 5 * Integer.BYTES;
    private static final int UUID_BYTES = 16;
    private static final OffsetDateTime POSTGRES_EPOCH = OffsetDateTime.parse("2000-01-01T00:00Z");

    private BinaryColumn() {}

    static <T> void bigints(PreparedStatement statement, int parameter, List<T> rows, ToLongFunction<T> column)
            throws SQLException {
        longs(statement, parameter, Oid.INT8, Oid.INT8_ARRAY, rows, column);
    }

    static <T> void times(PreparedStatement statement, int parameter, List<T> rows, Function<T, OffsetDateTime> column)
            throws SQLException {
        longs(
                statement,
                parameter,
                Oid.TIMESTAMPTZ,
                Oid.TIMESTAMPTZ_ARRAY,
                rows,
                row -> ChronoUnit.MICROS.between(POSTGRES_EPOCH, column.apply(row)));
    }

    private static <T> void longs(
            PreparedStatement statement, int parameter, int element, int array, List<T> rows, ToLongFunction<T> column)
            throws SQLException {
        var bytes = start(element, rows.size(), rows.size() * Long.BYTES);
        rows.forEach(row -> bytes.putInt(Long.BYTES).putLong(column.applyAsLong(row)));
        bind(statement, parameter, array, bytes);
    }

    static <T> void smallints(PreparedStatement statement, int parameter, List<T> rows, Function<T, Short> column)
            throws SQLException {
        var bytes = start(Oid.INT2, rows.size(), rows.size() * Short.BYTES);
        rows.forEach(row -> bytes.putInt(Short.BYTES).putShort(column.apply(row)));
        bind(statement, parameter, Oid.INT2_ARRAY, bytes);
    }

    static <T> void uuids(PreparedStatement statement, int parameter, List<T> rows, Function<T, UUID> column)
            throws SQLException {
        var bytes = start(Oid.UUID, rows.size(), rows.size() * UUID_BYTES);
        for (var row : rows) {
            var id = column.apply(row);
            bytes.putInt(UUID_BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        }
        bind(statement, parameter, Oid.UUID_ARRAY, bytes);
    }

    static <T> void bytes(PreparedStatement statement, int parameter, List<T> rows, Function<T, byte[]> column)
            throws SQLException {
        var size = rows.stream().mapToInt(row -> column.apply(row).length).sum();
        var bytes = start(Oid.BYTEA, rows.size(), size);
        for (var row : rows) {
            var value = column.apply(row);
            bytes.putInt(value.length).put(value);
        }
        bind(statement, parameter, Oid.BYTEA_ARRAY, bytes);
    }

    private static ByteBuffer start(int element, int rows, int valueBytes) {
        return ByteBuffer.allocate(HEADER_BYTES + rows * Integer.BYTES + valueBytes)
                .putInt(1)
                .putInt(0)
                .putInt(element)
                .putInt(rows)
                .putInt(1);
    }

    /** @param bytes from {@link #start}: its array is exactly as long as its content */
    @SuppressWarnings("ByteBufferBackingArray")
    private static void bind(PreparedStatement statement, int parameter, int array, ByteBuffer bytes)
            throws SQLException {
        var connection = statement.getConnection().unwrap(BaseConnection.class);
        statement.setArray(parameter, new PgArray(connection, array, bytes.array()));
    }
}
