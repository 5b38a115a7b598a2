package dev.creditledger.log.store;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgArray;

/**
 * One column of many rows as an array parameter in PostgreSQL's binary format ({@code array_recv} in
 * src/backend/utils/adt/arrayfuncs.c): dimensions, whether there are nulls, the elements' type, length and lower bound,
 * then each element with its length, −1 for null. The driver makes no binary arrays of uuid or timestamptz, and text costs
 * four times as much.
 */
final class ColumnArray {

    private static final int HEADER_BYTES = 5 * Integer.BYTES;
    private static final int NULL = -1;
    private static final int UUID_BYTES = 16;

    /** 2000-01-01T00:00Z, from which PostgreSQL counts, in microseconds since 1970. */
    private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

    private final int type;
    private final byte[] bytes;

    /** @param bytes from {@link #start}: its array is exactly as long as its content */
    @SuppressWarnings("ByteBufferBackingArray")
    private ColumnArray(int type, ByteBuffer bytes) {
        this.type = type;
        this.bytes = bytes.array();
    }

    void bind(PreparedStatement statement, int parameter) throws SQLException {
        var connection = statement.getConnection().unwrap(BaseConnection.class);
        statement.setArray(parameter, new PgArray(connection, type, bytes));
    }

    /** 1, 2, … up to {@code length}. */
    static ColumnArray ordinals(int length) {
        var bytes = start(Oid.INT4, length, false, length * 2 * Integer.BYTES);
        for (var ordinal = 1; ordinal <= length; ordinal++) {
            bytes.putInt(Integer.BYTES).putInt(ordinal);
        }
        return new ColumnArray(Oid.INT4_ARRAY, bytes);
    }

    static <T> ColumnArray bigints(List<T> rows, ToLongFunction<T> column) {
        var bytes = start(Oid.INT8, rows.size(), false, rows.size() * (Integer.BYTES + Long.BYTES));
        for (var row : rows) {
            bytes.putInt(Long.BYTES).putLong(column.applyAsLong(row));
        }
        return new ColumnArray(Oid.INT8_ARRAY, bytes);
    }

    static <T> ColumnArray nullableBigints(List<T> rows, Function<T, @Nullable Long> column) {
        var present = 0;
        for (var row : rows) {
            present += column.apply(row) == null ? 0 : 1;
        }
        var bytes =
                start(Oid.INT8, rows.size(), present < rows.size(), rows.size() * Integer.BYTES + present * Long.BYTES);
        for (var row : rows) {
            var value = column.apply(row);
            if (value == null) {
                bytes.putInt(NULL);
            } else {
                bytes.putInt(Long.BYTES).putLong(value);
            }
        }
        return new ColumnArray(Oid.INT8_ARRAY, bytes);
    }

    static <T> ColumnArray smallints(List<T> rows, ToLongFunction<T> column) {
        var bytes = start(Oid.INT2, rows.size(), false, rows.size() * (Integer.BYTES + Short.BYTES));
        for (var row : rows) {
            bytes.putInt(Short.BYTES).putShort((short) column.applyAsLong(row));
        }
        return new ColumnArray(Oid.INT2_ARRAY, bytes);
    }

    static <T> ColumnArray times(List<T> rows, Function<T, Instant> column) {
        var bytes = start(Oid.TIMESTAMPTZ, rows.size(), false, rows.size() * (Integer.BYTES + Long.BYTES));
        for (var row : rows) {
            bytes.putInt(Long.BYTES).putLong(LeafHash.micros(column.apply(row)) - POSTGRES_EPOCH_MICROS);
        }
        return new ColumnArray(Oid.TIMESTAMPTZ_ARRAY, bytes);
    }

    static <T> ColumnArray uuids(List<T> rows, Function<T, UUID> column) {
        var bytes = start(Oid.UUID, rows.size(), false, rows.size() * (Integer.BYTES + UUID_BYTES));
        for (var row : rows) {
            var id = column.apply(row);
            bytes.putInt(UUID_BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        }
        return new ColumnArray(Oid.UUID_ARRAY, bytes);
    }

    static <T> ColumnArray bytes(List<T> rows, Function<T, Bytes> column) {
        var size = 0;
        for (var row : rows) {
            size += Integer.BYTES + column.apply(row).length();
        }
        var bytes = start(Oid.BYTEA, rows.size(), false, size);
        for (var row : rows) {
            var value = column.apply(row);
            bytes.putInt(value.length()).put(value.array());
        }
        return new ColumnArray(Oid.BYTEA_ARRAY, bytes);
    }

    private static ByteBuffer start(int elementType, int length, boolean nulls, int bodyBytes) {
        return ByteBuffer.allocate(HEADER_BYTES + bodyBytes)
                .putInt(1)
                .putInt(nulls ? 1 : 0)
                .putInt(elementType)
                .putInt(length)
                .putInt(1);
    }
}
