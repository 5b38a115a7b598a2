package dev.creditledger.log.store;

import static dev.creditledger.log.SampleEvents.account;
import static dev.creditledger.log.SampleEvents.following;
import static dev.creditledger.log.SampleEvents.opened;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.creditledger.domain.Personal;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.vault.Vault;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A commit that waits for a standby which is not there, until somebody ends the wait: it can be seen, and may be lost. */
class UnconfirmedReplicationTest {

    private final TestDatabase database = TestDatabase.freshDurable();
    private final EventLog log = new EventLog(database.app(), Vault.open(database.app(), database.masterKey()));

    private CompletableFuture<Long> appending = CompletableFuture.completedFuture(0L);
    private long sequence;

    @AfterEach
    void close() throws SQLException {
        wantNoStandby();
        database.close();
    }

    @Test
    void a_cancelled_wait_for_the_standby_is_an_unknown_outcome() throws SQLException {
        waitForStandby();

        askOfWaiting("pg_cancel_backend");

        assertUnknown();
    }

    @Test
    void an_append_whose_session_ended_while_it_waited_is_there_and_waits_for_the_standby_all_the_same()
            throws SQLException {
        var first = waitForStandby();

        askOfWaiting("pg_terminate_backend");

        await().atMost(20, SECONDS)
                .until(() -> waiting().filter(session -> !session.equals(first)).isPresent());
        assertThat(log.lastSequences(List.of("alice"))).containsEntry("alice", sequence - 1);
        assertThat(appending).isNotDone();
        wantNoStandby();
        assertThat(appending).succeedsWithin(20, SECONDS).isEqualTo(sequence);
        assertThat(log.head()).isEqualTo(sequence);
    }

    @Test
    void an_append_that_is_there_and_that_no_standby_confirms_is_an_unknown_outcome() throws SQLException {
        var first = waitForStandby();
        askOfWaiting("pg_terminate_backend");
        await().atMost(20, SECONDS)
                .until(() -> waiting().filter(session -> !session.equals(first)).isPresent());

        askOfWaiting("pg_cancel_backend");

        assertUnknown();
    }

    @Test
    void what_was_read_is_confirmed_by_waiting_for_the_standby() throws SQLException {
        waitForStandby();
        askOfWaiting("pg_cancel_backend");
        assertUnknown();

        log.confirm(sequence - 1);
        var confirming = CompletableFuture.runAsync(() -> log.confirm(sequence));
        await().atMost(20, SECONDS).until(() -> waiting().isPresent());
        assertThat(confirming).isNotDone();
        askOfWaiting("pg_cancel_backend");

        assertThat(confirming)
                .failsWithin(20, SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(LogUnavailableException.class);
        wantNoStandby();
        log.confirm(sequence);
    }

    /** Appends until an append waits; the server takes note of the standby it wants a moment later. */
    private Integer waitForStandby() throws SQLException {
        append();
        appending.join();
        asSuperuser("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        asSuperuser("SELECT pg_reload_conf()");
        await().atMost(60, SECONDS).until(() -> {
            if (appending.isDone()) {
                append();
            }
            return waiting().isPresent();
        });
        return waiting().orElseThrow();
    }

    private void wantNoStandby() throws SQLException {
        asSuperuser("ALTER SYSTEM RESET synchronous_standby_names");
        asSuperuser("SELECT pg_reload_conf()");
    }

    private void append() {
        var event = new NewEvent(UUID.randomUUID(), sequence++, opened(account("alice"), Personal.NONE), following());
        appending = CompletableFuture.supplyAsync(() -> log.append(List.of(event)));
    }

    private void assertUnknown() {
        assertThat(appending)
                .failsWithin(20, SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(OutcomeUnknownException.class)
                .withMessageContaining("no standby confirmed 1 events");
    }

    /** The session that waits for a standby. */
    private Optional<Integer> waiting() throws SQLException {
        return ofWaiting("pid");
    }

    private void askOfWaiting(String function) throws SQLException {
        assertThat(ofWaiting(function + "(pid)::int")).contains(1);
    }

    private Optional<Integer> ofWaiting(String expression) throws SQLException {
        try (var connection = database.superuser().getConnection();
                var query = connection.prepareStatement("SELECT " + expression + """
                         FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event = 'SyncRep'""");
                var row = query.executeQuery()) {
            return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
        }
    }

    private void asSuperuser(String sql) throws SQLException {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = local");
            statement.execute(sql);
        }
    }
}
