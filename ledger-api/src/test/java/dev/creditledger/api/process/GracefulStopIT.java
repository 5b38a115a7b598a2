package dev.creditledger.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM in the middle of the work: what was accepted is finished, the rest is refused, the database goes last. */
class GracefulStopIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int SPENDERS = 16;
    private static final int STOPPED_BY_SIGNAL = 128 + 15;
    private static final String ACCOUNT = "/api/v1/accounts/alice";

    @TempDir
    Path directory;

    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<LedgerClient.Answer> refused = new ConcurrentLinkedQueue<>();
    private final Queue<IOException> unanswered = new ConcurrentLinkedQueue<>();

    @Test
    void what_was_answered_is_in_the_log_and_what_comes_later_is_refused() throws Exception {
        var data = LedgerData.startedBefore(directory.resolve("data"));
        try (var ledger = serve();
                var client = new LedgerClient(ledger.awaitReady(), data)) {
            openWithCredits(client);
            var spenders = spenders(client);
            await().atMost(PATIENCE).until(() -> accepted.size() > 500);
            var database = data.database().orElseThrow();

            ledger.stop();

            for (var spender : spenders) {
                spender.join();
            }
            assertThat(ledger.exitValue()).isEqualTo(STOPPED_BY_SIGNAL);
            assertThat(ledger.errors()).doesNotContain("ERROR").doesNotContain("Exception");
            assertThat(refused).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(503));
            assertThat(unanswered).hasSize(SPENDERS);
            assertThatNobodyListens(client);
            await().atMost(PATIENCE).until(() -> !database.isAlive());
            assertThat(data.database()).as("the database's own file").isEmpty();
        }
        allThatWasAnsweredIsThere(data);
    }

    private LedgerProcess serve() {
        return LedgerProcess.start("serve", "--port=0", "--data=" + directory.resolve("data"));
    }

    private static void openWithCredits(LedgerClient client) throws IOException {
        assertThat(client.post("/api/v1/accounts", "open", "{\"accountId\":\"alice\"}")
                        .status())
                .isEqualTo(201);
        assertThat(client.post(
                                ACCOUNT + "/grants",
                                "grant",
                                "{\"amount\":900000000,\"source\":\"gift\",\"reason\":\"test\"}")
                        .status())
                .isEqualTo(201);
    }

    /** They spend until nobody answers any more. */
    private List<Thread> spenders(LedgerClient client) {
        var spenders = new ArrayList<Thread>();
        for (var number = 0; number < SPENDERS; number++) {
            var name = "spender-" + number + "-";
            spenders.add(Thread.ofVirtual().start(() -> spend(client, name)));
        }
        return spenders;
    }

    private void spend(LedgerClient client, String name) {
        try {
            for (var i = 0; true; i++) {
                var answer = client.post(ACCOUNT + "/deductions", name + i, "{\"amount\":1,\"type\":\"custom\"}");
                if (answer.status() == 201) {
                    accepted.add(answer.json().path("deductionId").asString());
                } else {
                    refused.add(answer);
                }
            }
        } catch (IOException e) {
            unanswered.add(e);
        }
    }

    private static void assertThatNobodyListens(LedgerClient client) {
        try {
            client.get("/health");
            throw new AssertionError("somebody answers");
        } catch (ConnectException expected) {
            // as it should be
        } catch (IOException e) {
            throw new AssertionError("somebody listens", e);
        }
    }

    /** The next start finds a database that was shut down in order, and in it all that was answered, once. */
    private void allThatWasAnsweredIsThere(LedgerData data) throws SQLException {
        try (var again = serve()) {
            again.awaitReady();
            var logged =
                    data.ask("SELECT payload ->> 'deduction' FROM log.events WHERE type = 'account.credits-deducted'");
            assertThat(logged).as("what was accepted was answered").containsExactlyInAnyOrderElementsOf(accepted);
            assertThat(directory.resolve("data/postgres.log"))
                    .content()
                    .contains("database system was shut down at")
                    .doesNotContain("not properly shut down");
        }
    }
}
