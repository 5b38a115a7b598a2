package dev.creditledger.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.benchmarks.load.Load;
import dev.creditledger.benchmarks.machine.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A ledger with projections, and the limit that its table sets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawTableTest {

    private static final int ACCOUNTS = 20;
    private static final long PREPARED = 100;
    private static final Duration MOMENT = Duration.ofMillis(300);

    private final Workspace workspace = Workspace.in(Path.of("target"));
    private final BenchDatabase database = workspace.use(BenchDatabase.start(workspace.resolve("postgresql")));
    private final Ours ours = Ours.withProjections(database, "projected");

    @AfterAll
    void stop() {
        ours.close();
        workspace.close();
    }

    @Test
    void projections_have_caught_up_when_a_round_ends_and_come_back_the_same() {
        var contest = new Contest(database, Traffic.accounts(ACCOUNTS), Traffic.SMALL_CHARGES);
        contest.enter(ours, PREPARED);

        var round = contest.round(ours, Scenario.uniform(4, ACCOUNTS), Load.asFastAsAnswersCome(4, MOMENT));

        assertThat(round.measured().accepted()).isPositive();
        assertThat(ours.books().unlikeTheLog()).isZero();
        ours.rebuild();
        assertThat(ours.books().unlikeTheLog()).isZero();
    }

    @Test
    void raw_rows_are_those_of_the_ledger() {
        var contest =
                new Contest(database, List.of(Traffic.accounts(ACCOUNTS + 1).getLast()), Traffic.SMALL_CHARGES);
        contest.enter(ours, PREPARED);
        try (var raw = RawTable.start(database, "raw", "projected")) {
            raw.fill(RawTable.AT_ONCE);

            assertThat(raw.manyAtOnce(MOMENT).measured().accepted()).isGreaterThanOrEqualTo(RawTable.AT_ONCE);
            assertThat(raw.oneByOne(MOMENT).measured().accepted()).isPositive();
            assertThat(raw.rows().getFirst()).isEqualTo(raw.rows().getLast());
        }
    }
}
