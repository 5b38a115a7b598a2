package dev.creditledger.benchmarks.contest;

import com.zaxxer.hikari.HikariDataSource;
import dev.creditledger.benchmarks.load.Load;
import dev.creditledger.benchmarks.load.Measured;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.postgresql.PGStatement;

/**
 * What the table and its indexes take when nothing is decided: the very rows that our write side wrote, with all their
 * bytes, written again into the same table of another database. Only what must be unique is made anew.
 */
public final class RawTable implements AutoCloseable {

    public static final int AT_ONCE = 1_000;
    public static final int CLIENTS = 32;

    private static final int ROWS = 20_000;

    private static final String WRITTEN = """
            SELECT aggregate, occurred_at, booked_at, event_id, type, leaf_hash, payload, metadata
            FROM log.event
            WHERE key_hash IS NOT NULL
            ORDER BY position DESC
            LIMIT ?""";

    private static final String COLUMNS = """
            INSERT INTO log.event (position, aggregate, sequence, occurred_at, booked_at, key_hash, event_id, type,
                                   leaf_hash, payload, metadata)
            """;

    private static final String MANY = COLUMNS + """
            SELECT unnest(?::int8[]), unnest(?::int8[]), unnest(?::int8[]), unnest(?::timestamptz[]),
                   unnest(?::timestamptz[]), unnest(?::int8[]), unnest(?::uuid[]), unnest(?::int2[]),
                   unnest(?::bytea[]), unnest(?::bytea[]), unnest(?::bytea[])""";

    private static final String ONE = COLUMNS + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final BenchDatabase database;
    private final String name;
    private final HikariDataSource pool;
    private final List<Row> written;
    private final AtomicLong positions = new AtomicLong();

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares rows.
    private record Row(
            long aggregate,
            OffsetDateTime occurredAt,
            OffsetDateTime bookedAt,
            UUID eventId,
            short type,
            byte[] leafHash,
            byte[] payload,
            byte[] metadata) {}

    /** A position serves as sequence too: it grows within each aggregate, and never comes again. */
    private record Placed(Row row, long position, long keyHash) {}

    private RawTable(BenchDatabase database, String name, List<Row> written) {
        this.database = database;
        this.name = name;
        this.pool = database.ledger(name, CLIENTS);
        this.written = written;
    }

    /**
     * @param name of its database, which is made
     * @param ledger whose last rows are to be written
     */
    public static RawTable start(BenchDatabase database, String name, String ledger) {
        database.makeLedger(name);
        try (var connection = database.superuser(ledger).getConnection()) {
            return new RawTable(database, name, written(connection));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read what was written", e);
        }
    }

    private static List<Row> written(Connection connection) throws SQLException {
        var rows = new ArrayList<Row>(ROWS);
        try (var query = connection.prepareStatement(WRITTEN)) {
            query.setInt(1, ROWS);
            try (var result = query.executeQuery()) {
                while (result.next()) {
                    rows.add(new Row(
                            result.getLong(1),
                            result.getObject(2, OffsetDateTime.class),
                            result.getObject(3, OffsetDateTime.class),
                            result.getObject(4, UUID.class),
                            result.getShort(5),
                            result.getBytes(6),
                            result.getBytes(7),
                            result.getBytes(8)));
                }
            }
        }
        return rows;
    }

    /** Writes at least so many rows, {@value #AT_ONCE} at once. */
    public void fill(long rows) {
        try (var connection = pool.getConnection()) {
            while (positions.get() < rows) {
                appendMany(connection);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot fill the table", e);
        }
    }

    /** One connection, {@value #AT_ONCE} rows in a statement that commits by itself. */
    public Round manyAtOnce(Duration duration) {
        return database.round(() -> measured(1, duration, this::appendMany));
    }

    /** {@value #CLIENTS} connections, each committing one row after the other. */
    public Round oneByOne(Duration duration) {
        return database.round(() -> measured(CLIENTS, duration, this::appendOne));
    }

    @FunctionalInterface
    private interface Appending {
        int append(Connection connection) throws SQLException;
    }

    private Measured measured(int clients, Duration duration, Appending appending) {
        var connections =
                IntStream.range(0, clients).mapToObj(_ -> connection()).toList();
        try {
            return Load.asFastAsAnswersCome(clients, duration)
                    .run(client -> () -> appending.append(connections.get(client)));
        } finally {
            connections.forEach(RawTable::close);
        }
    }

    private Connection connection() {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException("no connection to " + name, e);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("a connection does not close", e);
        }
    }

    private List<Placed> next(int count) {
        var last = positions.addAndGet(count);
        var random = ThreadLocalRandom.current();
        var rows = new ArrayList<Placed>(count);
        for (var position = last - count + 1; position <= last; position++) {
            rows.add(new Placed(written.get((int) (position % written.size())), position, random.nextLong()));
        }
        return rows;
    }

    private int appendMany(Connection connection) throws SQLException {
        var rows = next(AT_ONCE);
        try (var statement = prepared(connection, MANY)) {
            BinaryColumn.bigints(statement, 1, rows, Placed::position);
            BinaryColumn.bigints(statement, 2, rows, placed -> placed.row().aggregate());
            BinaryColumn.bigints(statement, 3, rows, Placed::position);
            BinaryColumn.times(statement, 4, rows, placed -> placed.row().occurredAt());
            BinaryColumn.times(statement, 5, rows, placed -> placed.row().bookedAt());
            BinaryColumn.bigints(statement, 6, rows, Placed::keyHash);
            BinaryColumn.uuids(statement, 7, rows, placed -> placed.row().eventId());
            BinaryColumn.smallints(statement, 8, rows, placed -> placed.row().type());
            BinaryColumn.bytes(statement, 9, rows, placed -> placed.row().leafHash());
            BinaryColumn.bytes(statement, 10, rows, placed -> placed.row().payload());
            BinaryColumn.bytes(statement, 11, rows, placed -> placed.row().metadata());
            return statement.executeUpdate();
        }
    }

    private int appendOne(Connection connection) throws SQLException {
        var placed = next(1).getFirst();
        try (var statement = prepared(connection, ONE)) {
            statement.setLong(1, placed.position());
            statement.setLong(2, placed.row().aggregate());
            statement.setLong(3, placed.position());
            statement.setObject(4, placed.row().occurredAt());
            statement.setObject(5, placed.row().bookedAt());
            statement.setLong(6, placed.keyHash());
            statement.setObject(7, placed.row().eventId());
            statement.setShort(8, placed.row().type());
            statement.setBytes(9, placed.row().leafHash());
            statement.setBytes(10, placed.row().payload());
            statement.setBytes(11, placed.row().metadata());
            return statement.executeUpdate();
        }
    }

    /** On the server at once. */
    private static PreparedStatement prepared(Connection connection, String sql) throws SQLException {
        var statement = connection.prepareStatement(sql);
        statement.unwrap(PGStatement.class).setPrepareThreshold(1);
        return statement;
    }

    /** Rows in the table, and how many there are to be. */
    public List<Long> rows() {
        try (var connection = database.superuser(name).getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT count(*) FROM log.event")) {
            result.next();
            return List.of(result.getLong(1), positions.get());
        } catch (SQLException e) {
            throw new IllegalStateException("cannot count what is stored", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
