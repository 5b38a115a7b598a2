package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.contest.BenchDatabase;
import dev.creditledger.benchmarks.contest.Contest;
import dev.creditledger.benchmarks.contest.Ours;
import dev.creditledger.benchmarks.contest.RawTable;
import dev.creditledger.benchmarks.contest.Round;
import dev.creditledger.benchmarks.contest.Scenario;
import dev.creditledger.benchmarks.contest.Traffic;
import dev.creditledger.benchmarks.load.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;

/**
 * The write side with its projections, which have to catch up within the time that counts, beside the limit that the
 * table sets: the same rows, written by something that does nothing else. And all projections made anew.
 */
final class Projecting implements Part {

    private static final String PROJECTED = "projected";
    private static final String RAW = "raw";
    private static final int CONTENDERS = 3;
    private static final int FILLED_PER_SECOND = 15_000;

    private final BenchDatabase database;
    private final Report report;
    private final Progress progress;

    Projecting(BenchDatabase database, Report report, Progress progress) {
        this.database = database;
        this.report = report;
        this.progress = progress;
    }

    @Override
    public Duration measuring(Plan plan) {
        // Catching up may take as long again as the round.
        return plan.pace().warmUp().multipliedBy(2).plus(plan.pace().rounds(CONTENDERS + 1));
    }

    @Override
    public Duration aside(Plan plan) {
        return Duration.ofSeconds(10 + 3 * plan.extent().eventsInStore() / FILLED_PER_SECOND);
    }

    @Override
    public void run(Plan plan) {
        var extent = plan.extent();
        var accounts = Traffic.accounts(extent.accounts());
        var contest = new Contest(database, accounts, Traffic.SMALL_CHARGES);
        progress.say(
                "%,d accounts with %,d events, and projections".formatted(accounts.size(), extent.eventsInStore()));
        try (var ours = Ours.withProjections(database, PROJECTED)) {
            contest.enter(ours, extent.eventsInStore());
            ours.settle();
            try (var raw = RawTable.start(database, RAW, PROJECTED)) {
                raw.fill(extent.eventsInStore());
                database.vacuum(PROJECTED);
                database.vacuum(RAW);
                var uniform = Scenario.uniform(InProcess.MANY_CALLERS, accounts.size());
                warmUp(plan.pace().warmUp(), contest, uniform, raw);
                measure(plan, contest, ours, uniform, raw);
                var rows = raw.rows();
                report.find("raw rows are there", rows.getFirst().equals(rows.getLast()), rows.getFirst() + " rows");
            }
            rebuild(ours);
            progress.say("comparing projections with the log");
            contest.checks().forEach(report::find);
            var unlike = ours.books().unlikeTheLog();
            report.find("projections say what the log says", unlike == 0, unlike + " accounts differ");
        }
        database.drop(PROJECTED);
        database.drop(RAW);
    }

    /** Indexes too: after a checkpoint each of their pages costs more once. */
    private void warmUp(Duration warmUp, Contest contest, Scenario uniform, RawTable raw) {
        progress.say("warming up, " + warmUp.toSeconds() + " s");
        contest.rounds(uniform, 2, warmUp.dividedBy(2));
        raw.manyAtOnce(warmUp.dividedBy(4));
        raw.oneByOne(warmUp.dividedBy(8));
    }

    private void measure(Plan plan, Contest contest, Ours ours, Scenario uniform, RawTable raw) {
        var pace = plan.pace();
        progress.say("projected, and raw rows: %d rounds of %d ms each"
                .formatted(pace.rounds(), pace.round().toMillis()));
        var projected = new ArrayList<Round>();
        var many = new ArrayList<Round>();
        var single = new ArrayList<Round>();
        var longestLags = new ArrayList<Double>();
        for (var round = 0; round < pace.rounds(); round++) {
            var lag = ours.lag();
            try (lag) {
                projected.add(contest.round(ours, uniform, Load.asFastAsAnswersCome(uniform.callers(), pace.round())));
            }
            longestLags.add(lag.longestMillis());
            many.add(raw.manyAtOnce(pace.round()));
            single.add(raw.oneByOne(pace.round()));
        }
        report.figure("projectionLagMillis", Collections.max(longestLags));
        report.rounds(uniform.name() + "OursProjected", projected);
        report.rows("rawUnnest" + RawTable.AT_ONCE, many);
        report.rows("rawSingle" + RawTable.CLIENTS, single);
        report.ratio(uniform.name() + "OursProjectedToRawUnnest", projected, many, Round::acceptedPerSecond);
        report.ratio(uniform.name() + "OursProjectedToRawSingle", projected, single, Round::acceptedPerSecond);
    }

    private void rebuild(Ours ours) {
        var events = ours.books().events();
        progress.say("making all projections of %,d events anew".formatted(events));
        var begin = System.nanoTime();
        ours.rebuild();
        var seconds = (System.nanoTime() - begin) / 1e9;
        report.set("rebuiltEvents", events);
        report.figure("rebuildEventsPerSecond", events / seconds);
    }
}
