package dev.creditledger.log.store;

import static dev.creditledger.log.SampleEvents.account;
import static dev.creditledger.log.SampleEvents.answering;
import static dev.creditledger.log.SampleEvents.deducted;
import static dev.creditledger.log.SampleEvents.following;
import static dev.creditledger.log.SampleEvents.opened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.Personal;
import dev.creditledger.log.SampleEvents;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.codec.EventCodec;
import dev.creditledger.log.codec.MetadataCodec;
import dev.creditledger.log.vault.Vault;
import dev.creditledger.log.wire.Append;
import dev.creditledger.log.wire.Wire;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections break at the worst moments, on the wire between the log and a durable database. */
class AppendRecoveryTest {

    private static final Patience PATIENCE = new Patience(4, Duration.ofMillis(1), Duration.ofSeconds(20));

    private final TestDatabase database = TestDatabase.freshDurable();
    private final Vault vault = Vault.open(database.app(), database.masterKey());
    private final EventLog direct = new EventLog(database.app(), vault);
    private Wire wire;
    private EventLog log;

    @BeforeEach
    void connect_through_wire() throws IOException {
        wire = new Wire(database.port());
        log = new EventLog(proxied(), vault, new EventCodec(vault), new MetadataCodec(vault), PATIENCE);
        // Knows the aggregate and the types, so that the next thing on the wire is the append itself.
        log.append(List.of(new NewEvent(UUID.randomUUID(), 0, opened(account("alice"), Personal.NONE), following())));
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        database.close();
    }

    private DataSource proxied() {
        var source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {wire.port()});
        source.setDatabaseName(database.name());
        source.setUser(TestDatabase.APP);
        return source;
    }

    private static NewEvent charge(String key, long sequence) {
        return new NewEvent(
                UUID.randomUUID(), sequence, deducted(account("alice"), key, Personal.NONE), answering(key));
    }

    @Test
    void a_connection_lost_before_the_append_arrives_costs_one_more_attempt() {
        wire.befallNext(1, Append::hangUp);

        assertThat(log.append(List.of(charge("a", 1), charge("b", 2)))).isEqualTo(2);

        assertThat(direct.after(0, 10)).map(StoredEvent::sequence).containsExactly(0L, 1L, 2L);
    }

    @Test
    void a_connection_lost_after_the_commit_finds_the_events_stored() {
        wire.befallNext(1, Append::loseAnswer);

        assertThat(log.append(List.of(charge("a", 1), charge("b", 2)))).isEqualTo(2);

        assertThat(direct.after(0, 10)).map(StoredEvent::sequence).containsExactly(0L, 1L, 2L);
        assertThat(direct.head()).isEqualTo(3);
    }

    @Test
    void wherever_a_request_breaks_off_its_events_are_stored_once() {
        var length = new AtomicInteger(Integer.MAX_VALUE);
        var sequence = 1L;
        for (var offset = 0; offset < length.get(); offset += 41) {
            var upTo = offset;
            wire.befallNext(1, append -> {
                length.set(append.length());
                append.send(upTo);
                append.hangUp();
            });

            assertThat(log.append(List.of(charge("key-" + sequence, sequence)))).isEqualTo(++sequence);
        }

        assertStoredOnce(sequence);
    }

    @Test
    void wherever_an_answer_breaks_off_its_events_are_stored_once() {
        var length = new AtomicInteger(Integer.MAX_VALUE);
        var sequence = 1L;
        for (var offset = 0; offset < length.get(); offset++) {
            var upTo = offset;
            wire.befallNext(1, append -> {
                length.set(append.answerLength());
                append.tell(upTo);
                append.hangUp();
            });

            assertThat(log.append(List.of(charge("key-" + sequence, sequence)))).isEqualTo(++sequence);
        }

        assertStoredOnce(sequence);
    }

    private void assertStoredOnce(long events) {
        assertThat(events).isGreaterThan(40);
        assertThat(direct.after(0, 1_000))
                .map(StoredEvent::sequence)
                .isEqualTo(LongStream.range(0, events).boxed().toList());
        assertThat(direct.head()).isEqualTo(events);
    }

    @Test
    void a_session_ended_by_an_administrator_costs_one_more_attempt() {
        wire.befallNext(1, append -> {
            endSessions();
            append.pass();
        });

        assertThat(log.append(List.of(charge("a", 1)))).isEqualTo(2);

        assertThat(direct.head()).isEqualTo(2);
    }

    @Test
    void connections_lost_again_and_again_leave_the_outcome_unknown() {
        wire.befallNext(PATIENCE.attempts(), Append::loseAnswer);

        assertThatThrownBy(() -> log.append(List.of(charge("a", 1)))).isInstanceOf(OutcomeUnknownException.class);

        // It was stored all along: the same events, sent later, find that out, and nothing is there twice.
        assertThat(direct.head()).isEqualTo(2);
    }

    @Test
    void the_same_events_sent_again_after_an_unknown_outcome_are_found() {
        var charges = List.of(charge("a", 1), charge("b", 2));
        wire.befallNext(PATIENCE.attempts(), Append::loseAnswer);
        assertThatThrownBy(() -> log.append(charges)).isInstanceOf(OutcomeUnknownException.class);

        assertThat(log.append(charges)).isEqualTo(2);

        assertThat(direct.head()).isEqualTo(3);
    }

    @Test
    void what_is_not_there_when_somebody_looks_after_an_unknown_outcome_never_comes() {
        var late = new AtomicReference<Append>();
        wire.befallNext(1, append -> {
            append.hangUpOnClient();
            late.set(append);
            wire.befallNext(PATIENCE.attempts(), Append::hangUp);
        });
        assertThatThrownBy(() -> log.append(List.of(charge("a", 1)))).isInstanceOf(OutcomeUnknownException.class);

        assertThat(log.lastSequences(List.of("alice"))).containsEntry("alice", 0L);
        assertThat(arrives(late.get())).isFalse();

        assertThat(direct.head()).isEqualTo(1);
    }

    /** Whether the database answers. */
    private static boolean arrives(Append late) {
        try {
            return !late.endsSession();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_lost_append_that_another_writer_overtakes_is_a_conflict() {
        wire.befallNext(1, append -> {
            direct.append(List.of(charge("other", 1)));
            append.hangUp();
        });

        assertThatThrownBy(() -> log.append(List.of(charge("a", 1))))
                .isInstanceOfSatisfying(
                        DuplicateEventException.class,
                        duplicate -> assertThat(duplicate.taken()).isEqualTo(DuplicateEventException.Taken.SEQUENCE));

        assertThat(direct.head()).isEqualTo(2);
    }

    @Test
    void a_database_that_is_away_before_anything_was_sent_writes_nothing_for_sure() {
        wire.cut();

        assertThatThrownBy(() -> log.append(List.of(charge("a", 1))))
                .isInstanceOfSatisfying(
                        LogUnavailableException.class,
                        unavailable -> assertThat(unavailable.reason()).contains("does not answer"));

        assertThat(direct.head()).isEqualTo(1);
    }

    @Test
    void a_vault_that_is_away_writes_nothing_for_sure() {
        var awaySoon = new EventLog(database.app(), Vault.open(proxied(), database.masterKey()));
        wire.cut();
        var secret = new NewEvent(
                UUID.randomUUID(), 1, deducted(account("alice"), "a", SampleEvents.secret("unsealed")), following());

        assertThatThrownBy(() -> awaySoon.append(List.of(secret))).isInstanceOf(LogUnavailableException.class);

        assertThat(direct.head()).isEqualTo(1);
    }

    @Test
    void a_database_that_goes_away_under_way_leaves_the_outcome_unknown() {
        wire.befallNext(1, append -> {
            append.answerLength();
            wire.cut();
        });

        assertThatThrownBy(() -> log.append(List.of(charge("a", 1)))).isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void a_read_only_database_refuses_clearly() throws SQLException {
        asSuperuser("ALTER DATABASE %s SET default_transaction_read_only = on".formatted(database.name()));

        assertThatThrownBy(() -> log.append(List.of(charge("a", 1))))
                .isInstanceOfSatisfying(
                        LogUnavailableException.class,
                        unavailable -> assertThat(unavailable.reason()).contains("read-only"));
    }

    @Test
    void a_head_that_lies_behind_the_log_refuses_clearly() throws SQLException {
        asSuperuser("UPDATE sequencer.head SET position = 0");

        assertThatThrownBy(() -> log.append(List.of(charge("a", 1))))
                .isInstanceOfSatisfying(
                        LogUnavailableException.class,
                        unavailable -> assertThat(unavailable.reason()).contains("head of the log lies behind"));
    }

    private void endSessions() {
        try {
            asSuperuser("""
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = 'ledger_app'""");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void asSuperuser(String sql) throws SQLException {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
