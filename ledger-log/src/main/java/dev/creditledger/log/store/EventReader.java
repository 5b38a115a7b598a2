package dev.creditledger.log.store;

import dev.creditledger.log.codec.EventCodec;
import dev.creditledger.log.codec.MetadataCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.PGStatement;

/**
 * Runs queries over the log, each in a transaction of its own that ends with it: a snapshot kept open would keep the old
 * versions of the head's row alive.
 */
final class EventReader {

    /** What every query that gives events starts with; the events are called {@code e}. */
    static final String COLUMNS = """
            SELECT e.position, (SELECT a.name FROM log.aggregate a WHERE a.id = e.aggregate) AS name, e.sequence, e.type,
                   e.event_id, e.occurred_at, e.booked_at, e.key_hash, e.refers_to, e.payload, e.metadata, e.leaf_hash
            """;

    /** Sets a query's parameters. */
    @FunctionalInterface
    interface Binding {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Works on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final DataSource dataSource;
    private final Stragglers stragglers;
    private final EventTypes types;
    private final EventCodec codec;
    private final MetadataCodec metadataCodec;

    EventReader(
            DataSource dataSource,
            Stragglers stragglers,
            EventTypes types,
            EventCodec codec,
            MetadataCodec metadataCodec) {
        this.dataSource = dataSource;
        this.stragglers = stragglers;
        this.types = types;
        this.codec = codec;
        this.metadataCodec = metadataCodec;
    }

    /**
     * Reads; a second time when the connection turns out to be dead, as pooled ones are after a restart of the database.
     *
     * @throws LogUnavailableException if the database does not answer
     */
    <T> T connected(Work<T> work) {
        try {
            return once(work);
        } catch (SQLException e) {
            if (SqlFailure.of(e) != SqlFailure.CONNECTION_LOST) {
                throw new LogUnavailableException(SqlFailure.reason(e), e);
            }
        }
        try {
            return once(work);
        } catch (SQLException e) {
            throw new LogUnavailableException(SqlFailure.reason(e), e);
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        try (var connection = dataSource.getConnection()) {
            stragglers.end(connection);
            return work.on(connection);
        }
    }

    List<StoredEvent> read(String tail, Binding binding) {
        return connected(connection -> read(connection, tail, binding));
    }

    List<StoredEvent> read(Connection connection, String tail, Binding binding) throws SQLException {
        var rows = new ArrayList<StoredEvent>();
        try (var statement = prepare(connection, COLUMNS + tail)) {
            binding.bind(statement);
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    rows.add(event(connection, result));
                }
            }
        }
        return rows;
    }

    /** On the server at once, so that bytes come as bytes and not in hexadecimal. */
    PreparedStatement prepare(Connection connection, String text) throws SQLException {
        var statement = connection.prepareStatement(text);
        statement.unwrap(PGStatement.class).setPrepareThreshold(1);
        return statement;
    }

    /** The row that the result stands on, whose first columns are {@link #COLUMNS}. */
    StoredEvent event(Connection connection, ResultSet result) throws SQLException {
        var row = new EventRow(
                result.getString(2),
                result.getLong(3),
                types.type(connection, result.getShort(4)),
                result.getObject(5, UUID.class),
                time(result, 6),
                time(result, 7),
                result.getObject(8, Long.class),
                result.getObject(9, Long.class),
                Bytes.of(result.getBytes(10)),
                Bytes.of(result.getBytes(11)));
        return new StoredEvent(result.getLong(1), row, Bytes.of(result.getBytes(12)), codec, metadataCodec);
    }

    private static Instant time(ResultSet result, int column) throws SQLException {
        return result.getObject(column, OffsetDateTime.class).toInstant();
    }
}
