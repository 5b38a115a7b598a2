package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.contest.BenchDatabase;
import dev.creditledger.benchmarks.contest.Contest;
import dev.creditledger.benchmarks.contest.Ours;
import dev.creditledger.benchmarks.contest.Round;
import dev.creditledger.benchmarks.contest.Scenario;
import dev.creditledger.benchmarks.contest.Traffic;
import dev.creditledger.benchmarks.load.Load;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How much slower the write side becomes while somebody holds a snapshot of the database open, as a long report or a
 * backup does: nothing that is replaced meanwhile can be cleared away, above all versions of the head's row.
 */
final class HeldSnapshot implements Part {

    private static final String NAME = "held";
    /** While it is held: each of these commands is nearly alone in its append, and makes a version of the head's row. */
    private static final double MEANWHILE_PER_SECOND = 2_000;

    private static final Duration ASIDE = Duration.ofSeconds(15);

    private final BenchDatabase database;
    private final Report report;
    private final Progress progress;

    HeldSnapshot(BenchDatabase database, Report report, Progress progress) {
        this.database = database;
        this.report = report;
        this.progress = progress;
    }

    @Override
    public Duration measuring(Plan plan) {
        return plan.pace().warmUp().dividedBy(2).plus(plan.pace().rounds(3));
    }

    @Override
    public Duration aside(Plan plan) {
        return ASIDE.plus(plan.extent().snapshotHeld());
    }

    @Override
    public void run(Plan plan) {
        var accounts = plan.extent().accounts();
        var held = plan.extent().snapshotHeld();
        var contest = new Contest(database, Traffic.accounts(accounts), Traffic.SMALL_CHARGES);
        try (var ours = Ours.start(database, NAME)) {
            contest.enter(ours, 0);
            database.vacuum(NAME);
            var uniform = Scenario.uniform(InProcess.CALLERS, accounts);
            contest.rounds(uniform, 1, plan.pace().warmUp().dividedBy(2));
            var before = rounds(plan, contest, uniform);
            progress.say("a snapshot held open for %d s".formatted(held.toSeconds()));
            List<Round> during;
            try (var _ = database.holdSnapshot(NAME)) {
                contest.round(
                        ours, uniform, new Load(InProcess.CALLERS, held, OptionalDouble.of(MEANWHILE_PER_SECOND)));
                during = rounds(plan, contest, uniform);
            }
            var after = rounds(plan, contest, uniform);
            report.set("snapshotHeldSeconds", held.toSeconds());
            report.rounds("beforeSnapshot", before);
            report.rounds("duringSnapshot", during);
            report.rounds("afterSnapshot", after);
            report.ratio("duringToBeforeSnapshot", during, before, Round::acceptedPerSecond);
            contest.checks().forEach(report::find);
        }
        database.drop(NAME);
    }

    private static List<Round> rounds(Plan plan, Contest contest, Scenario uniform) {
        return contest.rounds(uniform, plan.pace().rounds(), plan.pace().round())
                .getOrDefault(NAME, List.of());
    }
}
