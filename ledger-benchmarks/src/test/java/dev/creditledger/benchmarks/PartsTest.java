package dev.creditledger.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.benchmarks.Plan.Extent;
import dev.creditledger.benchmarks.Plan.Pace;
import dev.creditledger.benchmarks.contest.BenchDatabase;
import dev.creditledger.benchmarks.machine.Workspace;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every part that needs no packaged application runs to its end, in moments; how fast it is does not matter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartsTest {

    private static final Duration MOMENT = Duration.ofMillis(100);
    static final Plan TINY = new Plan(
            "tiny",
            Duration.ofMinutes(10),
            false,
            new Pace(MOMENT, MOMENT, 2, MOMENT),
            new Extent(20, 1_000, 2_000, 1_500, 0, MOMENT, MOMENT, 0, 1, 0, List.of(8)));

    private final Workspace workspace = Workspace.in(Path.of("target"));
    private final BenchDatabase database = workspace.use(BenchDatabase.start(workspace.resolve("postgresql")));
    private final Report report = new Report();
    private final Progress progress = new Progress(new PrintStream(OutputStream.nullOutputStream()));

    @AfterAll
    void stop() {
        workspace.close();
    }

    @Test
    void the_write_side_is_measured_beside_stock() throws Exception {
        run(new InProcess(database, report, progress));

        assertThat(report.figures())
                .containsKeys(
                        "uniform64OursToStockRatio",
                        "hot1024OursToStockRatio",
                        "hot1024ToUniformOursRatio",
                        "uniform64OursAtHalfRateP999Micros");
    }

    @Test
    void projections_are_measured_beside_raw_rows() throws Exception {
        run(new Projecting(database, report, progress));

        assertThat(report.figures())
                .containsKeys(
                        "uniform1024OursProjectedToRawUnnestRatio",
                        "rawSingle32RowsPerSecond",
                        "rebuildEventsPerSecond");
    }

    @Test
    void growth_is_measured_with_what_is_there_already() throws Exception {
        run(new Growth(database, report, progress));

        assertThat(report.figures())
                .containsKeys(
                        "withManyEventsCostGrowthPercent",
                        "withLongHistoryCostGrowthPercent",
                        "longHistoryLoadedMicros");
    }

    @Test
    void usage_is_replayed_under_other_prices() throws Exception {
        run(new Simulating(database, report, progress));

        assertThat(report.figures()).containsKeys("simulateFirstSeconds", "simulateSeconds");
    }

    @Test
    void a_held_snapshot_is_measured_before_and_meanwhile() throws Exception {
        run(new HeldSnapshot(database, report, progress));

        assertThat(report.figures()).containsKeys("duringToBeforeSnapshotRatio");
    }

    private void run(Part part) throws IOException, InterruptedException {
        Part.run(List.of(part), TINY, progress);

        assertThat(report.findings()).isNotEmpty().allMatch(Report.Finding::passed);
    }
}
