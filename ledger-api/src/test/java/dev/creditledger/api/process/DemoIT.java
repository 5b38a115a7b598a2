package dev.creditledger.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DemoIT {

    private static final int REQUESTS = 19_366;

    @TempDir
    Path directory;

    @Test
    void the_hour_is_charged_once_however_often_it_is_run() {
        var first = UndisturbedHour.SUMMARY;
        assertThat(first.path("requests").asInt()).isEqualTo(REQUESTS);
        assertThat(first.path("chargedEarlier").asInt()).isZero();
        assertThat(first.path("accepted").asInt() + first.path("refused").asInt())
                .isEqualTo(REQUESTS);
        assertThat(100.0 * first.path("refused").asInt() / REQUESTS)
                .as("percent refused")
                .isBetween(5.0, 30.0);
        assertThat(first.path("creditsGranted").decimalValue()).isEqualByComparingTo("367100");
        assertThat(first.path("creditsUsed")
                        .decimalValue()
                        .add(first.path("creditsLeft").decimalValue()))
                .isEqualByComparingTo("367100");
        assertThat(first.path("topAccounts")).hasSize(5);
        assertThat(first.path("independentCheck").path("passed").asBoolean()).isTrue();
        assertThat(first.path("independentCheck").path("sumOfEvents").decimalValue())
                .isEqualByComparingTo(first.path("creditsLeft").decimalValue());

        assertThat(first.path("independentCheck").path("usedInSummaries").decimalValue())
                .isEqualByComparingTo(first.path("creditsUsed").decimalValue());
        assertThat(first.path("models")).hasSize(12);
        assertThat(first.path("models").values().stream()
                        .map(model -> model.path("credits").decimalValue())
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(first.path("creditsUsed").decimalValue());
        assertThat(first.path("accountsByTier").size()).isEqualTo(6);
        assertThat(first.path("books").path("trialBalanceDifference").decimalValue())
                .isZero();
        assertThat(first.path("books").path("liability").decimalValue())
                .isPositive()
                .isEqualByComparingTo(first.path("books").path("openLotsWorth").decimalValue());

        var second = summary(UndisturbedHour.DATA);
        assertThat(second.path("accepted").asInt()).isZero();
        assertThat(second.path("chargedEarlier").asInt())
                .isEqualTo(first.path("accepted").asInt());
        assertThat(second.path("refused").asInt())
                .isEqualTo(first.path("refused").asInt());
        assertThat(second.path("creditsUsed")).isEqualTo(first.path("creditsUsed"));
        assertThat(second.path("independentCheck").path("events"))
                .isEqualTo(first.path("independentCheck").path("events"));
    }

    @Test
    void another_trace_on_the_same_data_is_charged_to_accounts_of_its_own() throws IOException {
        var data = LedgerData.startedBefore(directory.resolve("data"));
        var one = summary(data, "--trace=" + trace("one.csv", "\r\n", 50));
        var other = summary(data, "--trace=" + trace("other.csv", "\n", 60));
        var again = summary(data, "--trace=" + trace("again.csv", "\n", 50));

        assertThat(one.path("accepted").asInt()).isEqualTo(50);
        assertThat(other.path("accepted").asInt()).isEqualTo(60);
        assertThat(other.path("chargedEarlier").asInt()).isZero();
        assertThat(again.path("chargedEarlier").asInt()).isEqualTo(50);
        assertThat(again.path("independentCheck").path("accounts").asInt()).isEqualTo(1000);
        assertThat(again.path("independentCheck").path("passed").asBoolean()).isTrue();
    }

    @Test
    void the_check_adds_up_whatever_happens_to_accounts_and_sees_a_credit_too_many() throws IOException, SQLException {
        var data = LedgerData.startedBefore(directory.resolve("data"));
        try (var ledger = LedgerProcess.start("serve", "--port=0", "--data=" + data.directory());
                var client = new LedgerClient(ledger.awaitReady(), data)) {
            liveThroughEverything(client);
        }
        var few = trace("few.csv", "\n", 10);
        var honest = summary(data, "--trace=" + few);
        assertThat(honest.path("independentCheck").path("passed").asBoolean()).isTrue();

        try (var ledger = LedgerProcess.start("serve", "--port=0", "--data=" + data.directory())) {
            ledger.awaitReady();
            data.change("UPDATE projection.account SET granted = granted + 1, available = available + 1"
                    + " WHERE account_id = 'alice'");
        }
        try (var wrong = demo(data, "--trace=" + few)) {
            assertThat(wrong.awaitExit()).isEqualTo(1);
            assertThat(wrong.output()).last().asString().contains("\"passed\":false");
        }
    }

    private static void liveThroughEverything(LedgerClient client) throws IOException {
        var alice = "/api/v1/accounts/alice";
        done(client.post("/api/v1/accounts", "open", "{\"accountId\":\"alice\"}"));
        var kept = done(
                client.post(alice + "/grants", "kept", "{\"amount\":100,\"source\":\"gift\",\"reason\":\"test\"}"));
        var later = Instant.now().plusSeconds(3600);
        var first = done(client.post(
                alice + "/grants",
                "short-lived",
                "{\"amount\":50,\"source\":\"bonus\",\"reason\":\"test\",\"expiresAt\":\"" + later + "\"}"));
        done(client.post(
                alice + "/grants",
                "pending",
                "{\"amount\":7,\"source\":\"gift\",\"reason\":\"test\",\"effectiveAt\":\"" + later.plusSeconds(9999)
                        + "\"}"));
        var spent = done(client.post(alice + "/deductions", "spend", "{\"amount\":5.5,\"type\":\"custom\"}"));
        var captured = hold(client, alice, "captured", 10);
        done(client.post(alice + "/holds/" + captured + "/capture", "capture", "{\"amount\":4}"));
        var released = hold(client, alice, "released", 3);
        var open = hold(client, alice, "released-late", 12);
        assertThat(open).isNotEqualTo(released);
        // From here on what goes back to the first grant expires on the way.
        done(client.post("/dev/clock", "clock", "{\"advance\":\"PT2H\"}"));
        done(client.post(alice + "/holds/" + open + "/release", "release", "{}"));
        done(client.post(
                alice + "/deductions/" + spent.path("deductionId").asString() + "/reversal",
                "reverse",
                "{\"reason\":\"test\"}"));
        done(client.post(
                alice + "/grants/" + kept.path("grantId").asString() + "/revocation",
                "revoke",
                "{\"reason\":\"test\"}"));
        assertThat(first.path("grantId").asString()).isNotEmpty();
        done(client.post("/api/v1/accounts", "open", "{\"accountId\":\"bob\"}"));
        done(client.post(
                "/api/v1/accounts/bob/grants", "grant", "{\"amount\":9,\"source\":\"gift\",\"reason\":\"test\"}"));
        done(client.post("/api/v1/accounts/bob/closure", "close", "{\"reason\":\"test\",\"disposition\":\"forfeit\"}"));
    }

    private static String hold(LedgerClient client, String account, String key, int amount) throws IOException {
        return done(client.post(account + "/holds", key, "{\"amount\":" + amount + ",\"expiresInSeconds\":86400}"))
                .path("holdId")
                .asString();
    }

    private static JsonNode done(LedgerClient.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
        return answer.json();
    }

    private Path trace(String name, String lineEnd, int requests) throws IOException {
        var text = new StringBuilder("TIMESTAMP,ContextTokens,GeneratedTokens");
        for (var i = 0; i < requests; i++) {
            text.append(lineEnd).append("2023-11-16 18:15:%02d.%d,%d,44".formatted(i % 60, i, 100 + i));
        }
        return Files.writeString(directory.resolve(name), text);
    }

    private static JsonNode summary(LedgerData data, String... options) {
        try (var demo = demo(data, options)) {
            return JsonMapper.shared().readTree(demo.awaitOutput("independentCheck"));
        }
    }

    private static LedgerProcess demo(LedgerData data, String... options) {
        var arguments = new ArrayList<>(List.of("demo", "--json", "--port=0", "--data=" + data.directory()));
        arguments.addAll(List.of(options));
        return LedgerProcess.start(arguments.toArray(String[]::new));
    }

    @Test
    void a_person_reads_a_summary_and_pastes_the_lines_that_follow() throws IOException, InterruptedException {
        var data = LedgerData.startedBefore(directory.resolve("data"));
        try (var demo = LedgerProcess.start(
                "demo", "--port=0", "--data=" + data.directory(), "--trace=" + trace("one.csv", "\n", 200))) {
            demo.awaitOutput("/deductions'");
            var text = String.join("\n", demo.output());

            assertThat(text)
                    .contains("accepted", "refused", "commands/s", "p50", "p99")
                    .contains("credits granted", "credits used", "credits left", "top five accounts")
                    .contains("independent check", "PASSED")
                    .contains("one account explained", "Serving on http://localhost:");
            assertThat(demo.errors()).contains("Charging: 200 of 200");
            assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "there is no curl to paste the lines for");
            var lines = demo.output().stream()
                    .filter(line -> line.startsWith("curl "))
                    .toList();
            assertThat(lines).hasSize(3);
            for (var line : lines) {
                assertThat(pasted(line)).startsWith("{").doesNotContain("\"status\":4", "\"status\":5");
            }
        }
    }

    private static String pasted(String line) throws IOException, InterruptedException {
        var shell =
                new ProcessBuilder("sh", "-c", line).redirectErrorStream(true).start();
        var answer = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(line).isZero();
        return answer;
    }
}
