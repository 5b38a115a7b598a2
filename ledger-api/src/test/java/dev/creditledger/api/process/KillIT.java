package dev.creditledger.api.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code kill -9} in the middle of the demo, and what is there after the next start. */
class KillIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int CHARGED_BEFORE_THE_KILL = 3_000;

    @TempDir
    Path directory;

    @Test
    void no_acknowledged_deduction_is_missing_or_doubled_whatever_is_killed() throws SQLException {
        var undisturbed = UndisturbedHour.SUMMARY;
        var data = LedgerData.startedBefore(directory.resolve("data"));

        try (var demo = demo(data, "1")) {
            awaitReceipts(demo, "1", CHARGED_BEFORE_THE_KILL);
            demo.kill();
        }
        assertThat(data.database().orElseThrow().isAlive())
                .as("the orphaned database")
                .isTrue();

        try (var demo = demo(data, "2")) {
            demo.awaitReady();
            nothingIsMissingOrDoubled(data, List.of("1"));
            awaitReceipts(demo, "2", 2 * CHARGED_BEFORE_THE_KILL);
            demo.kill();
            data.killDatabase();
        }

        try (var demo = demo(data, "3")) {
            var resumed = JsonMapper.shared().readTree(demo.awaitOutput("independentCheck"));
            nothingIsMissingOrDoubled(data, List.of("1", "2", "3"));
            assertThat(resumed.path("chargedEarlier").asInt()).isGreaterThan(CHARGED_BEFORE_THE_KILL);
            assertThat(resumed.path("accepted").asInt())
                    .as("charged after both kills")
                    .isPositive();
            for (var same : List.of("creditsGranted", "creditsUsed", "creditsLeft", "topAccounts", "refused")) {
                assertThat(resumed.path(same)).as(same).isEqualTo(undisturbed.path(same));
            }
            assertThat(resumed.path("independentCheck").path("passed").asBoolean())
                    .isTrue();
        }
    }

    private void awaitReceipts(LedgerProcess demo, String run, int receipts) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !demo.isAlive() || receipts(run).size() >= receipts);
        assertThat(demo.isAlive()).as(demo.errors()).isTrue();
    }

    private void nothingIsMissingOrDoubled(LedgerData data, List<String> runs) throws SQLException {
        var charged = data.ask("""
                SELECT (payload ->> 'deduction') || ',' || (payload ->> 'amount') || ',' || position
                FROM log.events WHERE type = 'account.credits-deducted'""");

        assertThat(charged.stream().map(row -> row.split(",", 2)[0])).doesNotHaveDuplicates();
        for (var run : runs) {
            assertThat(acknowledged(run)).isNotEmpty().isSubsetOf(charged);
        }
    }

    private LedgerProcess demo(LedgerData data, String run) {
        return LedgerProcess.start(
                "demo", "--json", "--port=0", "--data=" + data.directory(), "--receipts=" + receiptsFile(run));
    }

    private Path receiptsFile(String run) {
        return directory.resolve("receipts-" + run + ".csv");
    }

    /** {@code deductionId,credits,position} of what was answered as charged. */
    private List<String> acknowledged(String run) {
        return receipts(run).stream()
                .filter(line -> line.contains(",accepted,") || line.contains(",replayed,"))
                .map(line -> line.split(",", 4)[3])
                .toList();
    }

    private List<String> receipts(String run) {
        try {
            var file = receiptsFile(run);
            return Files.exists(file) ? Files.readString(file).lines().toList() : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
