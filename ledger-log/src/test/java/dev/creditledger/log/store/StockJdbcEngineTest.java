package dev.creditledger.log.store;

import static dev.creditledger.log.SampleEvents.BOOKED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.log.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.ConnectionWrapperFactory;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcSQLErrorCodesResolver;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.Message;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.UnknownSerializedType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Axon's stock JDBC engine passes the common cases. The tests of its own show why it was not taken. */
class StockJdbcEngineTest extends EventStorageEngineCases {

    private final TestDatabase database = TestDatabase.fresh();
    private final JdbcEventStorageEngine engine = engine(() -> database.owner().getConnection());

    private JdbcEventStorageEngine engine(ConnectionProvider connections) {
        var serializer = new StockSerializer(database);
        return JdbcEventStorageEngine.builder()
                .connectionProvider(connections)
                .transactionManager(NoTransactionManager.instance())
                .persistenceExceptionResolver(new JdbcSQLErrorCodesResolver())
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .build();
    }

    @BeforeEach
    void create_tables() throws SQLException {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("GRANT CREATE ON SCHEMA public TO " + TestDatabase.OWNER);
        }
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    EventStorageEngine engine() {
        return engine;
    }

    @Test
    void a_transaction_open_for_longer_than_the_gap_timeout_loses_an_event_for_ever() throws SQLException {
        // The sample events were booked years ago: an open transaction is older than the gap timeout at once.
        try (var connection = database.owner().getConnection()) {
            connection.setAutoCommit(false);
            engine(() -> unclosed(connection)).appendEvents(opening("slow"));
            var fast = opening("fast");
            engine.appendEvents(fast);
            var seen = tracked(null);
            connection.commit();

            assertThat(seen).map(Message::getIdentifier).containsExactly(fast.getIdentifier());
            assertThat(tracked(seen.getLast().trackingToken())).isEmpty();
        }
    }

    @Test
    void a_reader_whose_clock_is_2_minutes_ahead_loses_an_event_for_ever() throws SQLException {
        try (var connection = database.owner().getConnection()) {
            connection.setAutoCommit(false);
            engine(() -> unclosed(connection)).appendEvents(now("slow"));
            engine.appendEvents(now("fast"));

            var token = tracked(null).getLast().trackingToken();
            GenericEventMessage.clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2));
            var tokenAhead = tracked(null).getLast().trackingToken();
            connection.commit();

            assertThat(tracked(token)).hasSize(1);
            assertThat(tracked(tokenAhead)).isEmpty();
        } finally {
            GenericEventMessage.clock = Clock.systemUTC();
        }
    }

    @Test
    void times_lose_their_microseconds() {
        engine.appendEvents(opening("alice"));

        assertThat(engine.readEvents("alice").next().getTimestamp()).isEqualTo(BOOKED.truncatedTo(ChronoUnit.MILLIS));
    }

    @Test
    void a_duplicate_is_no_concurrency_exception() {
        engine.appendEvents(opening("alice"), deduction("alice", 1));

        assertThatThrownBy(() -> engine.appendEvents(deduction("alice", 1)))
                .isNotInstanceOf(ConcurrencyException.class);
    }

    @Test
    void an_unknown_event_type_is_passed_over() throws SQLException {
        engine.appendEvents(opening("alice"));
        try (var connection = database.owner().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE DomainEventEntry SET payloadType = 'account.teleported'");
        }

        assertThat(tracked(null))
                .allSatisfy(message -> assertThat(message.getPayloadType()).isEqualTo(UnknownSerializedType.class));
    }

    private static DomainEventMessage<?> now(String name) {
        var message = opening(name);
        return new GenericDomainEventMessage<>(
                message.getType(),
                message.getAggregateIdentifier(),
                message.getSequenceNumber(),
                message.getPayload(),
                message.getMetaData(),
                message.getIdentifier(),
                Clock.systemUTC().instant());
    }

    /** The stock engine closes the connection after each use. */
    private static Connection unclosed(Connection connection) {
        return ConnectionWrapperFactory.wrap(connection, new ConnectionWrapperFactory.ConnectionCloseHandler() {
            @Override
            public void close(Connection open) {}

            @Override
            public void commit(Connection open) {}
        });
    }
}
