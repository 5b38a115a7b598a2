package dev.creditledger.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.creditledger.benchmarks.contest.BenchDatabase;
import dev.creditledger.benchmarks.machine.Workspace;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Like {@link PartsTest}, on the application that was packaged before this module was built. */
class LiveIT {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
    private static final Path PACKAGED = HOME.resolve("ledger-api/target/ledger.jar");

    @Test
    void live_sessions_are_measured_over_websockets() throws Exception {
        assumeThat(PACKAGED).exists();
        var report = new Report();
        var progress = new Progress(new PrintStream(OutputStream.nullOutputStream()));
        var packaged = Map.of("LEDGER_JAR", PACKAGED.toString());
        try (var workspace = Workspace.in(Path.of("target"))) {
            var database = workspace.use(BenchDatabase.start(workspace.resolve("postgresql")));

            var part = new Live(database, HOME, workspace, report, progress, packaged);
            Part.run(List.of(part), PartsTest.TINY, progress);
        }
        assertThat(report.figures())
                .containsKeys(
                        "liveConnectP95Micros",
                        "liveCheckpointRoundMillis",
                        "liveMonitorMillis",
                        "liveServerResidentPeakMegabytes");
        assertThat(report.findings()).hasSize(3).allMatch(Report.Finding::passed);
    }
}
