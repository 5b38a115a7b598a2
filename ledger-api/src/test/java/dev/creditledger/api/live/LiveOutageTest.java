package dev.creditledger.api.live;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.creditledger.api.TestLedger;
import dev.creditledger.log.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The database is away while somebody talks. By the real clock: a session is charged every second, and three are reserved. */
class LiveOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(45);

    @Test
    void what_was_granted_is_used_and_no_second_is_charged_twice() throws SQLException {
        var database = TestDatabase.fresh();
        try (var stage = Stage.on(TestLedger.on(
                database,
                Map.of(
                        "ledger.live.checkpoint-every",
                        "1s",
                        "ledger.live.reserve",
                        "3s",
                        "ledger.database.connection-timeout",
                        "1s")))) {
            var begun = Instant.now();
            var session = stage.session("500");
            var token = stage.token(session.account());
            var known = session.client().next("checkpoint").path("charged").asInt();

            allowConnections(database, false);
            var refused = stage.open().authenticate(token, "account_id", session.account());
            var error = refused.next(PATIENCE);
            assertThat(error.path("type").asString()).isEqualTo("error");
            assertThat(error.path("retry_after_seconds").asInt())
                    .as(error::toString)
                    .isPositive();
            assertThat(refused.closed().code()).isEqualTo(1013);
            var message = session.client().next(PATIENCE);
            while (message.path("type").asString().equals("checkpoint")) {
                known = message.path("charged").asInt();
                message = session.client().next(PATIENCE);
            }
            assertThat(message.path("type").asString()).isEqualTo("error");
            assertThat(message.path("retry_after_seconds").asInt()).isPositive();
            assertThat(message.has("session_ended")).isFalse();
            assertThat(session.client().closed().code()).isEqualTo(1013);
            var left = Instant.now();

            allowConnections(database, true);
            await().atMost(30, SECONDS)
                    .until(() -> stage.ledger().nobody().get("/health").status() == 200);
            var client = await().atMost(30, SECONDS)
                    .until(
                            () -> stage.open("/ws/live/stage/dubbing").authenticate(token, "resume", session.id()),
                            it -> it.next(PATIENCE).path("type").asString().equals("connected"));
            var resumed = Instant.now();
            var ended = client.stop();
            var last = ended.next(PATIENCE);
            while (last.path("type").asString().equals("checkpoint")) {
                last = ended.next(PATIENCE);
            }

            assertThat(last.path("type").asString()).isEqualTo("ended");
            var connected = Duration.between(begun, left).plus(Duration.between(resumed, Instant.now()));
            assertThat(last.path("charged").asLong())
                    .isEqualTo(last.path("seconds").asLong())
                    .isBetween((long) known, connected.toSeconds() + 2);
            assertThat(stage.ended(session.account(), session.id())
                            .at("/charged")
                            .asLong())
                    .isEqualTo(last.path("charged").asLong());
        }
    }

    private static void allowConnections(TestDatabase database, boolean allowed) throws SQLException {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            // Of one database only: others on this server go on. It does not bind superusers.
            statement.execute("ALTER DATABASE " + database.name() + " CONNECTION LIMIT " + (allowed ? "-1" : "0"));
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
                    + TestDatabase.APP + "' AND datname = current_database()");
        }
    }
}
