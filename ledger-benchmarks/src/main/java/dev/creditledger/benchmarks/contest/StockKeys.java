package dev.creditledger.benchmarks.contest;

import dev.creditledger.domain.Credits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.statements.TimestampWriter;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.Serializer;

/**
 * Idempotency keys beside Axon's event table: a column of its own, unique within an aggregate. It is the cheapest way
 * that holds: no statement and no round trip more than Axon needs anyway.
 */
final class StockKeys {

    private static final String UNIQUE_VIOLATION = "23505";

    private static final String APPEND = """
            INSERT INTO DomainEventEntry (eventIdentifier, aggregateIdentifier, sequenceNumber, type, timeStamp,
                                          payloadType, payloadRevision, payload, metaData, idempotencyKey)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String FINGERPRINT = """
            SELECT convert_from(metaData, 'UTF8')::json ->> 'fingerprint'
            FROM DomainEventEntry
            WHERE aggregateIdentifier = ? AND idempotencyKey = ?""";

    private static final String STORED = """
            WITH amounts AS (
                SELECT aggregateIdentifier,
                       payloadType LIKE '%CreditsDeducted' AS deducted,
                       (convert_from(payload, 'UTF8')::json ->> 'amount')::bigint AS millionths
                FROM DomainEventEntry
                WHERE payloadType LIKE '%CreditsDeducted' OR payloadType LIKE '%CreditsGranted'
            ), accounts AS (
                SELECT count(*) FILTER (WHERE deducted) AS deductions,
                       coalesce(sum(millionths) FILTER (WHERE deducted), 0) AS deducted,
                       coalesce(sum(millionths) FILTER (WHERE NOT deducted), 0) AS granted
                FROM amounts
                GROUP BY aggregateIdentifier
            )
            SELECT coalesce(sum(deductions), 0), coalesce(sum(deducted), 0), count(*) FILTER (WHERE deducted > granted)
            FROM accounts""";

    private StockKeys() {}

    static void addTo(DataSource database) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("ALTER TABLE DomainEventEntry ADD COLUMN idempotencyKey VARCHAR(255)");
            statement.execute("""
                    CREATE UNIQUE INDEX idempotency_key_once ON DomainEventEntry (aggregateIdentifier, idempotencyKey)
                    WHERE idempotencyKey IS NOT NULL""");
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot add idempotency keys", e);
        }
    }

    static boolean isDuplicate(Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Axon's own statement, with one more column. */
    static PreparedStatement append(
            Connection connection,
            EventSchema schema,
            Class<?> dataType,
            List<? extends EventMessage<?>> events,
            Serializer serializer,
            TimestampWriter timestamps)
            throws SQLException {
        var statement = connection.prepareStatement(APPEND);
        for (var message : events) {
            var event = (DomainEventMessage<?>) message;
            var payload = event.serializePayload(serializer, dataType);
            var metaData = event.serializeMetaData(serializer, dataType);
            statement.setString(1, event.getIdentifier());
            statement.setString(2, event.getAggregateIdentifier());
            statement.setLong(3, event.getSequenceNumber());
            statement.setString(4, event.getType());
            timestamps.writeTimestamp(statement, 5, event.getTimestamp());
            statement.setString(6, payload.getType().getName());
            statement.setString(7, payload.getType().getRevision());
            statement.setObject(8, payload.getData());
            statement.setObject(9, metaData.getData());
            statement.setString(10, (String) event.getMetaData().get(StockMetaData.KEY));
            statement.addBatch();
        }
        return statement;
    }

    /** What to answer if something is stored under the key already. */
    static Optional<Answer> answer(DataSource database, String aggregate, MetaData asked) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(FINGERPRINT)) {
            statement.setString(1, aggregate);
            statement.setString(2, (String) asked.get(StockMetaData.KEY));
            try (var rows = statement.executeQuery()) {
                var found = rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.<String>empty();
                connection.commit();
                return found.map(fingerprint ->
                        fingerprint.equals(asked.get(StockMetaData.FINGERPRINT)) ? Answer.REPLAYED : Answer.KEY_REUSED);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot look up a key", e);
        }
    }

    static Stored stored(DataSource database) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(STORED)) {
            rows.next();
            return new Stored(rows.getLong(1), new Credits(rows.getLong(2)), rows.getLong(3));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read what is stored", e);
        }
    }
}
