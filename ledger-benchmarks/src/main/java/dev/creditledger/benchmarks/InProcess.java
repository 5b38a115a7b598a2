package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.contest.BenchDatabase;
import dev.creditledger.benchmarks.contest.Contender;
import dev.creditledger.benchmarks.contest.Contest;
import dev.creditledger.benchmarks.contest.Ours;
import dev.creditledger.benchmarks.contest.Round;
import dev.creditledger.benchmarks.contest.Scenario;
import dev.creditledger.benchmarks.contest.Stock;
import dev.creditledger.benchmarks.contest.Traffic;
import dev.creditledger.benchmarks.load.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Our write side beside Axon's stock parts, in this process, on one PostgreSQL. */
final class InProcess {

    private static final int CALLERS = 64;
    private static final int MANY_CALLERS = 1_024;
    /** From few to one connection for each caller. */
    private static final List<Integer> POOL_SIZES = List.of(8, 16, 32, 64);

    private static final Duration ASIDE_MIN = Duration.ofSeconds(45);

    private final Report report;
    private final Progress progress;
    private Plan plan;

    InProcess(Plan plan, Report report, Progress progress) {
        this.plan = plan;
        this.report = report;
        this.progress = progress;
    }

    /** @param thereafter time that others want to measure when this is done */
    void run(BenchDatabase database, Duration thereafter) {
        report.set("accounts", plan.accounts());
        report.set("postgresql", database.settings());
        var contest = new Contest(database, Traffic.accounts(plan.accounts()), Traffic.SMALL_CHARGES);
        progress.say("opening " + plan.accounts() + " accounts on both sides");
        try (var ours = Ours.start(database);
                var stock = Stock.start(database, POOL_SIZES.getLast())) {
            contest.enter(ours);
            contest.enter(stock);
            plan = plan.fitting(measuring().plus(thereafter), progress.elapsed(), aside());
            report.set("roundMillis", plan.round().toMillis());
            var uniform = Scenario.uniform(CALLERS, plan.accounts());
            warmUp(contest, uniform);
            calibrate(contest, stock, uniform);
            for (var scenario : scenarios(uniform)) {
                measure(contest, scenario);
            }
            atHalfRate(contest, ours, uniform);
            check(contest);
        }
    }

    /** What setting up took here tells what it will take to start a server, and more. */
    private Duration aside() {
        var likely = progress.elapsed().multipliedBy(3);
        return likely.compareTo(ASIDE_MIN) > 0 ? likely : ASIDE_MIN;
    }

    private Duration measuring() {
        var scenarios = scenarios(Scenario.uniform(CALLERS, plan.accounts())).size();
        return plan.warmUp()
                .multipliedBy(2)
                .plus(plan.calibration().multipliedBy(POOL_SIZES.size()))
                .plus(plan.round().multipliedBy(2L * plan.rounds() * scenarios + 1));
    }

    private List<Scenario> scenarios(Scenario uniform) {
        var scenarios = new ArrayList<>(List.of(uniform));
        if (plan.everyScenario()) {
            scenarios.add(Scenario.zipf(CALLERS, plan.accounts()));
            scenarios.add(Scenario.hot(CALLERS));
            scenarios.add(Scenario.uniform(MANY_CALLERS, plan.accounts()));
            scenarios.add(Scenario.hot(MANY_CALLERS));
        }
        return scenarios;
    }

    private void warmUp(Contest contest, Scenario scenario) {
        progress.say("warming up, " + plan.warmUp().toSeconds() + " s each");
        contest.rounds(scenario, 2, plan.warmUp().dividedBy(2));
    }

    /** Gives the stock contender the pool it does best with. */
    private void calibrate(Contest contest, Stock stock, Scenario scenario) {
        var best = 0.0;
        var bestSize = 0;
        for (var size : POOL_SIZES) {
            stock.useConnections(size);
            var measured = contest.round(
                            stock, scenario, Load.asFastAsAnswersCome(scenario.callers(), plan.calibration()))
                    .measured();
            progress.say("stock with %d connections: %.0f deductions/s".formatted(size, measured.acceptedPerSecond()));
            if (measured.acceptedPerSecond() > best) {
                best = measured.acceptedPerSecond();
                bestSize = size;
            }
        }
        stock.useConnections(bestSize);
        report.set("stockConnections", bestSize);
    }

    private void measure(Contest contest, Scenario scenario) {
        progress.say("%s: %d rounds of %d s each"
                .formatted(scenario.name(), plan.rounds(), plan.round().toSeconds()));
        var rounds = contest.rounds(scenario, plan.rounds(), plan.round());
        rounds.forEach((contender, turns) -> {
            var name = scenario.name() + capital(contender);
            var measured = turns.stream().map(Round::measured).toList();
            report.commands(name, "Deductions", measured);
            report.latency(name, measured);
            report.median(
                    name + "JvmCpuMicros", turns.stream().map(Round::jvmMicros).toList());
            report.median(
                    name + "DatabaseCpuMicros",
                    turns.stream().map(Round::databaseMicros).toList());
        });
        var ours = rounds.getOrDefault(Ours.NAME, List.of());
        var stock = rounds.getOrDefault(Stock.NAME, List.of());
        report.ratio(
                scenario.name() + "OursToStock",
                ours,
                stock,
                round -> round.measured().acceptedPerSecond());
        report.ratio(scenario.name() + "StockToOursCpu", stock, ours, Round::cpuMicros);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private void atHalfRate(Contest contest, Contender ours, Scenario scenario) {
        var name = scenario.name() + "OursAtHalfRate";
        var rate = report.value(scenario.name() + "OursDeductionsPerSecond") / 2;
        progress.say("ours at %.0f deductions/s".formatted(rate));
        var measured = contest.round(
                        ours, scenario, new Load(scenario.callers(), plan.round(), OptionalDouble.of(rate)))
                .measured();
        report.commands(name, "Deductions", List.of(measured));
        report.latency(name, List.of(measured));
    }

    private void check(Contest contest) {
        progress.say("comparing what was acknowledged with what is stored");
        for (var check : contest.checks()) {
            report.find(
                    check.contender() + " stored what it acknowledged, and no account is overspent",
                    check.passed(),
                    "%d acknowledged, %d stored, %s credits deducted, %d accounts overspent"
                            .formatted(
                                    check.acknowledged(),
                                    check.stored().deductions(),
                                    check.stored().deducted(),
                                    check.stored().overspent()));
        }
    }
}
