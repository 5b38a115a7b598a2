package dev.creditledger.log.store;

import static dev.creditledger.log.SampleEvents.BOOKED;
import static dev.creditledger.log.SampleEvents.account;
import static dev.creditledger.log.SampleEvents.following;
import static dev.creditledger.log.SampleEvents.opened;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.Personal;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.codec.UnknownEventTypeException;
import dev.creditledger.log.vault.Vault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our engine: the cases that any engine passes, and those that the stock engine does not. */
class PostgresEventStorageEngineTest extends EventStorageEngineCases {

    private final TestDatabase database = TestDatabase.fresh();
    private final EventLog log = new EventLog(database.app(), Vault.open(database.app(), database.masterKey()));
    private final EventStorageEngine engine = new PostgresEventStorageEngine(log, new SnapshotStore(database.app()));

    @AfterEach
    void close() {
        database.close();
    }

    @Override
    EventStorageEngine engine() {
        return engine;
    }

    @Test
    void a_transaction_open_for_longer_than_the_gap_timeout_loses_no_event() throws Exception {
        try (var connection = database.app().getConnection()) {
            connection.setAutoCommit(false);
            var slow = appendUncommitted(connection, opening("slow"));
            var fast = opening("fast");
            var appending = CompletableFuture.runAsync(() -> engine.appendEvents(fast));
            awaitWaitingForTheHead();
            // However late a reader's clock says it is, nothing is to be seen that it would have to jump over.
            inTwoMinutes(() -> assertThat(tracked(null)).isEmpty());

            connection.commit();
            appending.get(10, SECONDS);

            assertThat(tracked(null))
                    .map(Message::getIdentifier)
                    .containsExactly(slow.getIdentifier(), fast.getIdentifier());
            connection.setAutoCommit(true);
        }
    }

    @Test
    void a_reader_whose_clock_is_2_minutes_ahead_misses_no_event() throws Exception {
        engine.appendEvents(opening("first"));
        try (var connection = database.app().getConnection()) {
            connection.setAutoCommit(false);
            appendUncommitted(connection, opening("slow"));
            inTwoMinutes(() -> {
                var token = tracked(null).getLast().trackingToken();
                assertThat(tracked(token)).isEmpty();
                connection.commit();
                engine.appendEvents(opening("last"));
                assertThat(tracked(token))
                        .map(message -> ((DomainEventMessage<?>) message).getAggregateIdentifier())
                        .containsExactly("slow", "last");
            });
            connection.setAutoCommit(true);
        }
    }

    @Test
    void times_keep_microseconds() {
        engine.appendEvents(opening("alice"));

        assertThat(engine.readEvents("alice").next().getTimestamp()).isEqualTo(BOOKED);
    }

    @Test
    void a_duplicate_sequence_is_a_concurrency_exception() {
        engine.appendEvents(opening("alice"));

        assertThatThrownBy(() -> engine.appendEvents(opening("alice")))
                .isInstanceOf(ConcurrencyException.class)
                .isInstanceOfSatisfying(
                        DuplicateEventException.class,
                        duplicate -> assertThat(duplicate.taken()).isEqualTo(DuplicateEventException.Taken.SEQUENCE));
    }

    @Test
    void a_batch_with_one_duplicate_is_refused_whole() {
        engine.appendEvents(opening("alice"));

        assertThatThrownBy(() -> engine.appendEvents(opening("bob"), opening("alice")))
                .isInstanceOf(ConcurrencyException.class);

        assertThat(engine.readEvents("bob").hasNext()).isFalse();
        engine.appendEvents(opening("bob"));
        assertThat(log.after(0, 10)).map(StoredEvent::position).containsExactly(1L, 2L);
    }

    @Test
    void an_unknown_event_type_is_an_error() throws SQLException {
        engine.appendEvents(opening("alice"));
        writtenByNewerVersion("account.teleported", 1);

        assertThatThrownBy(() -> tracked(null))
                .isInstanceOf(UnknownEventTypeException.class)
                .hasMessageContaining("account.teleported v1");
        assertThatThrownBy(() -> engine.readEvents("alice").asStream().toList())
                .isInstanceOf(UnknownEventTypeException.class);
    }

    @Test
    void an_unknown_version_of_an_event_is_an_error() throws SQLException {
        engine.appendEvents(opening("alice"));
        writtenByNewerVersion("account.opened", 2);

        assertThatThrownBy(() -> tracked(null))
                .isInstanceOf(UnknownEventTypeException.class)
                .hasMessageContaining("account.opened v2");
    }

    @Test
    void nested_units_of_work_append_together_when_their_root_commits() {
        var root = DefaultUnitOfWork.startAndGet(null);
        var alice = inNestedUnit(opening("alice"));
        var bob = inNestedUnit(opening("bob"));
        assertThat(log.head()).isZero();

        root.commit();

        assertThat(log.after(0, 10))
                .extracting(event -> event.eventId().toString())
                .containsExactly(alice.getIdentifier(), bob.getIdentifier());
    }

    @Test
    void a_root_whose_append_is_refused_rolls_back() {
        engine.appendEvents(opening("alice"));
        var root = DefaultUnitOfWork.startAndGet(null);
        var rolledBack = new CompletableFuture<Throwable>();
        root.onRollback(unit -> rolledBack.complete(unit.getExecutionResult().getExceptionResult()));
        inNestedUnit(opening("alice"));

        assertThatThrownBy(root::commit).isInstanceOf(ConcurrencyException.class);

        assertThat(rolledBack).isCompleted();
        assertThat(root.isRolledBack()).isTrue();
    }

    @Test
    void only_events_of_their_own_aggregate_are_taken() {
        var foreign = new GenericDomainEventMessage<>(
                "account", "bob", 0, opened(account("alice"), Personal.NONE), LogMetaData.of(following()));

        assertThatThrownBy(() -> engine.appendEvents(foreign)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> engine.appendEvents(GenericEventMessage.asEventMessage("a string")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private <T> DomainEventMessage<T> inNestedUnit(DomainEventMessage<T> message) {
        var nested = DefaultUnitOfWork.startAndGet(message);
        engine.appendEvents(message);
        nested.commit();
        return message;
    }

    private <T extends DomainEventMessage<?>> T appendUncommitted(Connection connection, T message) throws Exception {
        var event = new NewEvent(
                UUID.fromString(message.getIdentifier()),
                message.getSequenceNumber(),
                (Event) message.getPayload(),
                following());
        var row = log.row(event);
        var statement = new AppendStatement(new Aggregates(), new EventTypes());
        statement.append(connection, statement.number(connection, List.of(row), List.of(new LeafHash().of(row))));
        return message;
    }

    private void awaitWaitingForTheHead() {
        await().until(() -> {
            try (var connection = database.superuser().getConnection();
                    var query = connection.prepareStatement("""
                            SELECT FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event_type = 'Lock'""");
                    var result = query.executeQuery()) {
                return result.next();
            }
        });
    }

    private void writtenByNewerVersion(String name, int version) throws SQLException {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO log.event_type VALUES (999, '%s', %d)".formatted(name, version));
            statement.execute("""
                    INSERT INTO log.event
                    SELECT position + 1, aggregate, sequence + 1, occurred_at, booked_at, key_hash, refers_to, event_id,
                           999, leaf_hash, payload, metadata
                    FROM log.event""");
        }
    }

    /** Something that may throw. */
    private interface Check {
        void run() throws Exception;
    }

    private static void inTwoMinutes(Check check) throws Exception {
        GenericEventMessage.clock = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(2));
        try {
            check.run();
        } finally {
            GenericEventMessage.clock = Clock.systemUTC();
        }
    }
}
