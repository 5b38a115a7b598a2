package dev.creditledger.api.process;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LiveDemoIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    @Test
    void sessions_end_in_all_ways_and_a_credit_too_many_is_seen_by_the_next_run() throws SQLException {
        var data = LedgerData.startedBefore(directory.resolve("data"));
        try (var demo = demo(data, "--sessions=60", "--json")) {
            lived(JsonMapper.shared().readTree(demo.awaitOutput("independentCheck")));
        }
        try (var wrong = demo(data, "--sessions=20")) {
            await().atMost(PATIENCE).until(() -> wrong.errors().contains("Steps of the clock: ") || !wrong.isAlive());
            data.change("UPDATE projection.account SET granted = granted + 1, revoked = revoked + 1"
                    + " WHERE account_id LIKE 'live-%-0007'");

            assertThat(wrong.awaitExit()).as(wrong::everything).isEqualTo(1);
            var text = String.join("\n", wrong.output());
            assertThat(text)
                    .contains("20 live sessions over WebSocket", "ended by", "low balance warnings")
                    .contains("FAILED  charges are what is gone from the accounts\n", "-0007: charged ")
                    .contains("PASSED  charged is the rate times the seconds, rounded up")
                    .contains("Try it:", "/api/v1/admin/sessions?status=ended");
            assertThat(text.lines().filter(line -> line.contains("FAILED"))).hasSize(2);
        }
    }

    private static LedgerProcess demo(LedgerData data, String... options) {
        var arguments = new ArrayList<>(List.of("demo", "--live", "--port=0", "--data=" + data.directory()));
        arguments.addAll(List.of(options));
        return LedgerProcess.start(arguments.toArray(String[]::new));
    }

    private static void lived(JsonNode summary) {
        assertThat(summary.path("independentCheck").path("passed").asBoolean())
                .as(summary::toString)
                .isTrue();
        assertThat(summary.path("independentCheck").path("rules")).hasSize(8);
        assertThat(summary.path("sessions").asInt()).isEqualTo(60);
        assertThat(summary.path("refused")).isEmpty();
        assertThat(summary.path("resumed").asInt()).isEqualTo(7);
        assertThat(summary.path("warnings").path("5").asInt()).isPositive();
        var table = summary.path("table").values();
        assertThat(table.stream()
                        .collect(groupingBy(
                                line -> line.path("endReason").asString(),
                                summingLong(line -> line.path("sessions").asLong()))))
                .isEqualTo(Map.of(
                        "user_stopped", 34L,
                        "credits_exhausted", 15L,
                        "quota_exceeded", 3L,
                        "interrupted", 3L,
                        "max_duration", 2L,
                        "quota_failed", 1L,
                        "admin_stopped", 1L,
                        "error", 1L));
        assertThat(table)
                .allSatisfy(line -> assertThat(line.path("credits").decimalValue())
                        .isEqualByComparingTo(price(line.path("feature").asString())
                                .multiply(line.path("seconds").decimalValue())));
    }

    /** A second of it, where nobody has changed the prices. */
    private static BigDecimal price(String feature) {
        return feature.equals("dubbing") ? BigDecimal.ONE : new BigDecimal("0.5");
    }
}
