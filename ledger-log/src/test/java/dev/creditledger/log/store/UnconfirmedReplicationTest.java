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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A commit that waits for a standby which is not there, until somebody cancels the wait. */
class UnconfirmedReplicationTest {

    private final TestDatabase database = TestDatabase.freshDurable();
    private final EventLog log = new EventLog(database.app(), Vault.open(database.app(), database.masterKey()));

    private CompletableFuture<Void> appending = CompletableFuture.completedFuture(null);
    private long sequence;

    @AfterEach
    void close() throws SQLException {
        asSuperuser("ALTER SYSTEM RESET synchronous_standby_names");
        asSuperuser("SELECT pg_reload_conf()");
        database.close();
    }

    @Test
    void a_cancelled_wait_for_the_standby_is_an_unknown_outcome() throws SQLException {
        append();
        appending.join();
        asSuperuser("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        asSuperuser("SELECT pg_reload_conf()");

        // The server takes note of it a moment later: until then an append waits for nobody.
        await().atMost(60, SECONDS).until(() -> {
            if (appending.isDone()) {
                append();
            }
            return cancelledTheWait();
        });

        assertThat(appending)
                .failsWithin(20, SECONDS)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(OutcomeUnknownException.class)
                .withMessageContaining("no standby confirmed 1 events");
    }

    private void append() {
        var event = new NewEvent(UUID.randomUUID(), sequence++, opened(account("alice"), Personal.NONE), following());
        appending = CompletableFuture.runAsync(() -> log.append(List.of(event)));
    }

    private boolean cancelledTheWait() throws SQLException {
        try (var connection = database.superuser().getConnection();
                var query = connection.prepareStatement("""
                        SELECT pg_cancel_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event = 'SyncRep'""");
                var row = query.executeQuery()) {
            return row.next();
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
