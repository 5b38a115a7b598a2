package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.contest.BenchDatabase;
import dev.creditledger.benchmarks.contest.Contest;
import dev.creditledger.benchmarks.contest.Ours;
import dev.creditledger.benchmarks.contest.Round;
import dev.creditledger.benchmarks.contest.Scenario;
import dev.creditledger.benchmarks.contest.Traffic;
import dev.creditledger.benchmarks.load.Load;
import dev.creditledger.domain.account.AccountId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a command costs when much has happened before: in the whole log, and in the account itself. A contender that is
 * full takes turns with one that is new.
 */
final class Growth implements Part {

    private static final String FEW = "few";
    private static final String MANY = "many";
    private static final String HISTORIES = "histories";
    private static final int FILLED_PER_SECOND = 20_000;
    private static final int EVENTS_OF_NEW_ACCOUNT = 10;
    /** Opened, granted. */
    private static final int BEFORE_DEDUCTIONS = 2;

    private static final Duration ONE_CALL = Duration.ofMillis(1);

    private final BenchDatabase database;
    private final Report report;
    private final Progress progress;

    Growth(BenchDatabase database, Report report, Progress progress) {
        this.database = database;
        this.report = report;
        this.progress = progress;
    }

    @Override
    public Duration measuring(Plan plan) {
        return plan.pace().warmUp().multipliedBy(3).plus(plan.pace().rounds(4));
    }

    @Override
    public Duration aside(Plan plan) {
        var events = plan.extent().manyEvents() + plan.extent().longHistory();
        return Duration.ofSeconds(20 + events / FILLED_PER_SECOND);
    }

    @Override
    public void run(Plan plan) {
        ofTheLog(plan);
        ofAnAccount(plan);
    }

    private void ofTheLog(Plan plan) {
        var extent = plan.extent();
        report.set("manyEvents", extent.manyEvents());
        progress.say("a log with %,d events beside a new one".formatted(extent.manyEvents()));
        var contest = new Contest(database, Traffic.accounts(extent.accounts()), Traffic.SMALL_CHARGES);
        try (var few = Ours.start(database, FEW);
                var many = Ours.start(database, MANY)) {
            contest.enter(few, 0);
            contest.enter(many, extent.manyEvents());
            database.vacuum(FEW);
            database.vacuum(MANY);
            var uniform = Scenario.uniform(InProcess.MANY_CALLERS, extent.accounts());
            contest.rounds(uniform, 2, plan.pace().warmUp().dividedBy(2));
            var rounds =
                    contest.rounds(uniform, plan.pace().rounds(), plan.pace().round());
            compare("ManyEvents", rounds.getOrDefault(FEW, List.of()), rounds.getOrDefault(MANY, List.of()));
            contest.checks().forEach(report::find);
        }
        database.drop(FEW);
        database.drop(MANY);
    }

    private void ofAnAccount(Plan plan) {
        var extent = plan.extent();
        var rounds = plan.pace().rounds();
        report.set("longHistory", extent.longHistory());
        progress.say("an account with %,d events beside new ones".formatted(extent.longHistory()));
        // Each round and each load from the database meets new ones that are still new.
        var young = 2 * rounds + 2;
        var accounts = Traffic.accounts(1 + young);
        try (var ours = Ours.start(database, HISTORIES)) {
            var deductions = prepare(ours, accounts, extent.longHistory());
            database.vacuum(HISTORIES);
            var contest = new Contest(database, accounts, Traffic.SMALL_CHARGES);
            contest.enterPrepared(ours, deductions);
            var turns = new Turns(contest, ours);
            turns.round(young, plan.pace().warmUp().dividedBy(2));
            turns.loading(young - 1);
            var loadedYoung = new ArrayList<Double>();
            var loadedOld = new ArrayList<Double>();
            var newAccount = new ArrayList<Round>();
            var oldAccount = new ArrayList<Round>();
            for (var round = 0; round < rounds; round++) {
                loadedYoung.add(turns.loading(2 * round + 1));
                loadedOld.add(turns.loading(0));
                // Whatever has to be loaded first is a part of the round.
                newAccount.add(turns.round(2 * round + 2, plan.pace().round()));
                oldAccount.add(turns.round(0, plan.pace().round()));
            }
            compare("LongHistory", newAccount, oldAccount);
            report.median("newAccountLoadedMicros", loadedYoung);
            report.median("longHistoryLoadedMicros", loadedOld);
            contest.checks().forEach(report::find);
        }
        database.drop(HISTORIES);
    }

    /** As far from its last snapshot as an account is on average. */
    private static long prepare(Ours ours, List<AccountId> accounts, long longHistory) {
        var old = longHistory + Ours.SNAPSHOT_EVERY / 2 - BEFORE_DEDUCTIONS;
        var young = (long) (accounts.size() - 1) * (EVENTS_OF_NEW_ACCOUNT - BEFORE_DEDUCTIONS);
        ours.prepare(accounts.subList(0, 1), Traffic.SMALL_CHARGES, old);
        ours.prepare(accounts.subList(1, accounts.size()), Traffic.SMALL_CHARGES, young);
        return old + young;
    }

    /** Turns of one account, which the write side has to load first. */
    private record Turns(Contest contest, Ours ours) {

        Round round(int account, Duration duration) {
            ours.forget();
            return contest.round(
                    ours, only(account, InProcess.CALLERS), Load.asFastAsAnswersCome(InProcess.CALLERS, duration));
        }

        /** How long the first command takes, in microseconds. */
        double loading(int account) {
            ours.forget();
            return contest.round(ours, only(account, 1), Load.asFastAsAnswersCome(1, ONE_CALL))
                    .measured()
                    .latencyMicros(100);
        }

        private static Scenario only(int account, int callers) {
            return new Scenario("account" + account, callers, _ -> account);
        }
    }

    private void compare(String what, List<Round> before, List<Round> after) {
        report.rounds("without" + what, before);
        report.rounds("with" + what, after);
        report.growth(
                "with" + what + "Cost",
                IntStream.range(0, before.size())
                        .mapToObj(round ->
                                after.get(round).cpuMicros() / before.get(round).cpuMicros())
                        .toList());
        report.growth(
                "with" + what + "Time",
                IntStream.range(0, before.size())
                        .mapToObj(round -> before.get(round).acceptedPerSecond()
                                / after.get(round).acceptedPerSecond())
                        .toList());
    }
}
