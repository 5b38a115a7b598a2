package dev.creditledger.commands.bus;

import static dev.creditledger.commands.Samples.credits;
import static dev.creditledger.commands.Samples.deduct;
import static dev.creditledger.commands.bus.Node.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.Unknown;
import dev.creditledger.log.TestDatabase;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A standby that has to have everything, and is not there: what can be seen in the log may yet be lost. */
class UnconfirmedAnswersTest {

    private final TestDatabase database = TestDatabase.freshDurable();
    private final AccountId account = new AccountId("alice");

    @AfterEach
    void drop() throws SQLException {
        wantStandby("");
        database.close();
    }

    @Test
    void the_answer_to_a_retry_waits_for_the_standby_like_the_first_one() throws SQLException {
        try (var node = new Node(database)) {
            node.openWith(account, 100);
            wantStandby("nobody");
            var first = waitingCharge(node);
            cancelWait();
            assertThat(await(first.outcome)).isEqualTo(new Unknown());

            var retry = node.submit(deduct(account, 1, first.key), first.key);
            Awaitility.await().until(this::somebodyWaits);
            assertThat(retry).isNotDone();
            cancelWait();
            assertThat(await(retry)).isEqualTo(new Unknown());

            wantStandby("");
            assertThat(await(node.submit(deduct(account, 1, first.key), first.key)))
                    .isInstanceOfSatisfying(
                            Accepted.class, it -> assertThat(it.replayed()).isTrue());
        }
    }

    @Test
    void nothing_is_decided_on_what_may_be_lost() throws SQLException {
        try (var node = new Node(database);
                var other = new Node(database)) {
            node.openWith(account, 100);
            wantStandby("nobody");
            var lost = waitingCharge(node);
            cancelWait();
            assertThat(await(lost.outcome)).isEqualTo(new Unknown());

            var next = other.submit(deduct(account, 1, "next"), "next");
            Awaitility.await().until(this::somebodyWaits);
            assertThat(ofWaiting("pid", "AND query LIKE '%INSERT INTO log.event%'"))
                    .isFalse();
            wantStandby("");

            assertThat(await(next)).isInstanceOf(Accepted.class);
            assertThat(other.replayed(account).balance().available())
                    .isEqualTo(credits(100 - other.events(account).size() + 2));
        }
    }

    private record Charge(String key, CompletableFuture<Outcome> outcome) {}

    /** The server takes note of the standby it wants a moment later: until then a charge waits for nobody. */
    private Charge waitingCharge(Node node) {
        var charges = new Charge[1];
        Awaitility.await().until(() -> {
            if (charges[0] == null || charges[0].outcome.isDone()) {
                var key = "charge-" + node.events(account).size();
                charges[0] = new Charge(key, node.submit(deduct(account, 1, key), key));
            }
            return somebodyWaits();
        });
        return charges[0];
    }

    private boolean somebodyWaits() throws SQLException {
        return ofWaiting("pid", "");
    }

    private void cancelWait() throws SQLException {
        assertThat(ofWaiting("pg_cancel_backend(pid)", "")).isTrue();
    }

    private boolean ofWaiting(String expression, String condition) throws SQLException {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT " + expression + " FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND wait_event = 'SyncRep' " + condition)) {
            return row.next();
        }
    }

    private void wantStandby(String name) throws SQLException {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SET synchronous_commit = local");
            statement.execute("ALTER SYSTEM SET synchronous_standby_names = '" + name + "'");
            statement.execute("SELECT pg_reload_conf()");
        }
    }
}
