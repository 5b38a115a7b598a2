package dev.creditledger.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartAndStopIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void it_says_when_it_answers_and_stops_its_database_last() throws IOException {
        var data = new LedgerData(directory.resolve("data"));
        try (var ledger = serve()) {
            var url = ledger.awaitReady();
            try (var client = new LedgerClient(url, data)) {
                assertThat(client.get("/health").status()).isEqualTo(200);
            }
            assertThat(ledger.output())
                    .hasSize(1)
                    .first()
                    .asString()
                    .matches("Ledger ready on http://localhost:\\d+ in \\d+\\.\\d s");
            assertThat(ledger.errors())
                    .contains("DEV MODE")
                    .doesNotContain("ERROR")
                    .doesNotContain("Exception");
            var database = data.database().orElseThrow();

            ledger.stop();

            assertThat(ledger.errors()).doesNotContain("ERROR").doesNotContain("Exception");
            await().atMost(SOON).until(() -> !database.isAlive());
            assertThat(data.database()).as("the database's own file").isEmpty();
        }
    }

    @Test
    void a_second_server_on_the_same_data_directory_is_refused() {
        LedgerData.startedBefore(directory.resolve("data"));
        try (var first = serve();
                var second = start(first)) {
            assertThat(second.awaitExit()).isEqualTo(2);
            assertThat(second.errors())
                    .contains("Another ledger is running")
                    .contains("process " + first.pid())
                    .contains("--data");
            assertThat(second.output()).isEmpty();
            assertThat(first.isAlive()).isTrue();
        }
    }

    private LedgerProcess start(LedgerProcess after) {
        after.awaitReady();
        return serve();
    }

    @Test
    void a_taken_port_is_named_with_the_option_that_helps() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var ledger = LedgerProcess.start(
                        "serve", "--port=" + taken.getLocalPort(), "--data=" + directory.resolve("data"))) {
            assertThat(ledger.awaitExit()).isEqualTo(2);
            assertThat(ledger.errors())
                    .contains("Port " + taken.getLocalPort() + " is taken")
                    .contains("--port")
                    .contains("LEDGER_PORT");
        }
        assertThat(directory.resolve("data")).doesNotExist();
    }

    private LedgerProcess serve() {
        return LedgerProcess.start("serve", "--port=0", "--data=" + directory.resolve("data"));
    }

    @Test
    void a_token_needs_no_server_and_no_database() {
        var data = directory.resolve("data");
        try (var token =
                LedgerProcess.start("token", "--role", "admin", "--subject", "alice", "--data", data.toString())) {
            assertThat(token.awaitExit()).isZero();
            assertThat(token.output()).hasSize(1).first().asString().matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
            assertThat(data.resolve("postgres")).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo", "token", "migrate", "rebuild", "dead-letters"})
    void every_command_explains_itself(String command) {
        try (var help = LedgerProcess.start(command, "--help")) {
            assertThat(help.awaitExit()).isZero();
            assertThat(help.output()).first().asString().startsWith("Usage: ledger " + command);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "serv", "serve --prot=1", "serve --port=many", "token", "token --role=king --subject=a"})
    void wrong_use_ends_with_2_and_an_explanation(String line) {
        try (var wrong = LedgerProcess.start(line.isEmpty() ? new String[0] : line.split(" "))) {
            assertThat(wrong.awaitExit()).isEqualTo(2);
            assertThat(wrong.errors()).containsAnyOf("Usage: ledger", "Did you mean: ledger serve");
        }
    }

    @Test
    void production_without_a_database_is_refused_with_the_settings_to_mend() {
        try (var ledger = LedgerProcess.start(List.of(), Map.of("LEDGER_MODE", "production"), "serve", "--port=0")) {
            assertThat(ledger.awaitExit()).isEqualTo(2);
            assertThat(ledger.errors()).contains("LEDGER_DATABASE_URL").contains("LEDGER_MASTER_KEY_FILE");
        }
    }

    @Test
    void a_wrong_trace_starts_nothing() throws IOException {
        var trace = Files.writeString(
                directory.resolve("trace.csv"), "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,1,x\n");
        var data = directory.resolve("data");
        try (var demo = LedgerProcess.start("demo", "--trace=" + trace, "--port=0", "--data=" + data)) {
            assertThat(demo.awaitExit()).isEqualTo(2);
            assertThat(demo.errors()).contains("line 2: GeneratedTokens is \"x\"");
            assertThat(data).doesNotExist();
        }
    }
}
