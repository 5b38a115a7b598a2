package dev.creditledger.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators do about a read side that stands still or is wrong. */
class ReadSideIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ACCOUNT = "/api/v1/accounts/alice";

    @TempDir
    Path directory;

    @Test
    void an_account_that_stands_still_is_listed_retried_and_rebuilt() throws IOException, SQLException {
        var data = LedgerData.startedBefore(directory.resolve("data"));
        long last;
        try (var ledger = start("serve", "--port=0");
                var client = new LedgerClient(ledger.awaitReady(), data)) {
            last = spoil(client, data);
            try (var beside = start("rebuild")) {
                assertThat(beside.awaitExit()).isEqualTo(2);
                assertThat(beside.errors()).contains("Another ledger is running");
            }
        }

        try (var list = start("dead-letters", "list", "--json")) {
            assertThat(list.awaitExit()).isEqualTo(1);
            assertThat(String.join("", list.output())).contains("\"alice\"").contains("account.credits-deducted");
        }
        assertThat(done("dead-letters", "retry", "alice")).containsExactly("alice goes on");
        assertThat(done("dead-letters", "list")).containsExactly("No account stands still.");
        assertThat(done("rebuild", "--json")).containsExactly("{\"position\":" + last + ",\"parked\":0}");

        try (var ledger = start("serve", "--port=0");
                var client = new LedgerClient(ledger.awaitReady(), data)) {
            var balance = client.get(ACCOUNT + "/balance").json();
            assertThat(balance.path("available").asInt()).isEqualTo(6);
            assertThat(balance.path("position").asLong()).isEqualTo(last);
        }
    }

    @Test
    void a_directory_without_a_ledger_is_named() {
        try (var rebuild = start("rebuild")) {
            assertThat(rebuild.awaitExit()).isEqualTo(2);
            assertThat(rebuild.errors()).contains("There is no ledger in").contains("--data");
        }
        assertThat(directory.resolve("data")).doesNotExist();
    }

    /** Position of a deduction that could not be applied, as the row of its account was wrong; the row is mended. */
    private static long spoil(LedgerClient client, LedgerData data) throws IOException, SQLException {
        created(client.post("/api/v1/accounts", "open", "{\"accountId\":\"alice\"}"));
        var granted = created(
                client.post(ACCOUNT + "/grants", "grant", "{\"amount\":10,\"source\":\"bonus\",\"reason\":\"test\"}"));
        await().atMost(PATIENCE)
                .until(() -> client.get(ACCOUNT + "/balance").text().contains("\"position\":" + granted));
        data.change("UPDATE projection.account SET sequence = sequence - 1");
        var deducted = created(client.post(ACCOUNT + "/deductions", "deduct", "{\"amount\":4,\"type\":\"custom\"}"));
        await().atMost(PATIENCE)
                .until(() -> !data.ask("SELECT aggregate FROM projection.dead_letter")
                        .isEmpty());
        data.change("UPDATE projection.account SET sequence = sequence + 1");
        return deducted;
    }

    /** Where it is in the log. */
    private static long created(LedgerClient.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("position").asLong();
    }

    private List<String> done(String... arguments) {
        try (var command = start(arguments)) {
            assertThat(command.awaitExit()).as(command.errors()).isZero();
            return command.output();
        }
    }

    private LedgerProcess start(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data=" + directory.resolve("data"));
        return LedgerProcess.start(all.toArray(String[]::new));
    }
}
