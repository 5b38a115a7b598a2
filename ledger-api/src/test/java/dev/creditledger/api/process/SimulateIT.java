package dev.creditledger.api.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A simulation beside a server that runs, and without one. */
class SimulateIT {

    private static final String ACCOUNT = "/api/v1/accounts/alice";
    private static final String HEAD = "SELECT position::text FROM sequencer.head";

    @TempDir
    Path directory;

    @Test
    void it_joins_a_running_database_or_starts_it_and_says_the_same() throws IOException, SQLException {
        var data = LedgerData.startedBefore(directory.resolve("data"));
        var margins = Files.writeString(
                directory.resolve("margins.json"), "[{\"strategy\":\"fixed_percentage\",\"multiplier\":9}]");
        List<String> beside;
        try (var ledger = start("serve", "--port=0");
                var client = new LedgerClient(ledger.awaitReady(), data)) {
            created(client.post("/api/v1/accounts", "open", "{\"accountId\":\"alice\"}"));
            created(client.post(
                    ACCOUNT + "/grants", "grant", "{\"amount\":50,\"source\":\"bonus\",\"reason\":\"test\"}"));
            created(client.post(
                    ACCOUNT + "/usage",
                    "usage",
                    "{\"vendor\":\"openai\",\"model\":\"gpt-4o-mini\",\"inputTokens\":1000000,\"outputTokens\":0}"));
            var head = data.ask(HEAD);

            beside = simulated(margins);

            assertThat(data.ask(HEAD)).isEqualTo(head);
        }

        assertThat(simulated(margins)).isEqualTo(beside);
        var report = JsonMapper.shared().readTree(String.join("", beside));
        assertThat(report.at("/total/requests").asInt()).isOne();
        assertThat(report.at("/ranOut/first/0/accountId").asString()).isEqualTo("alice");
    }

    private List<String> simulated(Path margins) {
        try (var command =
                start("simulate", "--json", "--from=2020-01-01", "--to=2200-01-01", "--margins=" + margins)) {
            assertThat(command.awaitExit()).as(command.errors()).isZero();
            return command.output();
        }
    }

    private LedgerProcess start(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data=" + directory.resolve("data"));
        return LedgerProcess.start(all.toArray(String[]::new));
    }

    private static void created(LedgerClient.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }
}
