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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Our write side beside Axon's stock parts, in this process, on one PostgreSQL. */
final class InProcess implements Part {

    static final int CALLERS = 64;
    static final int MANY_CALLERS = 1_024;
    private static final int STOCK_PREPARED_PER_SECOND = 8_000;

    private final BenchDatabase database;
    private final Report report;
    private final Progress progress;
    /** The pool that stock does best with, by the number of callers. */
    private final Map<Integer, Integer> connections = new HashMap<>();

    InProcess(BenchDatabase database, Report report, Progress progress) {
        this.database = database;
        this.report = report;
        this.progress = progress;
    }

    @Override
    public Duration measuring(Plan plan) {
        var pace = plan.pace();
        return pace.warmUp()
                .multipliedBy(2)
                .plus(pace.calibration()
                        .multipliedBy(2L * plan.extent().stockPools().size()))
                .plus(pace.rounds(2 * scenarios(plan).size()))
                .plus(pace.round());
    }

    @Override
    public Duration aside(Plan plan) {
        // The longer it measures, the more has to be checked.
        return Duration.ofSeconds(10 + plan.extent().eventsInStore() / STOCK_PREPARED_PER_SECOND)
                .plus(measuring(plan).dividedBy(8));
    }

    @Override
    public void run(Plan plan) {
        var extent = plan.extent();
        report.set("accounts", extent.accounts());
        report.set("eventsInStore", extent.eventsInStore());
        report.set("roundMillis", plan.pace().round().toMillis());
        var contest = new Contest(database, Traffic.accounts(extent.accounts()), Traffic.SMALL_CHARGES);
        progress.say("%,d accounts with %,d events on both sides".formatted(extent.accounts(), extent.eventsInStore()));
        try (var ours = Ours.start(database, Ours.NAME);
                var stock = Stock.start(database, extent.stockPools().getLast())) {
            contest.enter(ours, extent.eventsInStore());
            contest.enter(stock, extent.eventsInStore());
            database.vacuum(Ours.NAME);
            database.vacuum(Stock.NAME);
            var uniform = Scenario.uniform(CALLERS, extent.accounts());
            warmUp(plan, contest, uniform);
            calibrate(plan, contest, stock, uniform);
            calibrate(plan, contest, stock, Scenario.uniform(MANY_CALLERS, extent.accounts()));
            report(measure(plan, contest, stock));
            atHalfRate(plan, contest, ours, uniform);
            check(contest);
        }
        database.drop(Ours.NAME);
        database.drop(Stock.NAME);
    }

    private static List<Scenario> scenarios(Plan plan) {
        var accounts = plan.extent().accounts();
        var scenarios = new ArrayList<>(List.of(
                Scenario.uniform(CALLERS, accounts),
                Scenario.uniform(MANY_CALLERS, accounts),
                Scenario.hot(MANY_CALLERS)));
        if (plan.everything()) {
            scenarios.add(1, Scenario.hot(CALLERS));
            scenarios.add(2, Scenario.zipf(CALLERS, accounts));
            scenarios.add(Scenario.zipf(MANY_CALLERS, accounts));
        }
        return scenarios;
    }

    private void warmUp(Plan plan, Contest contest, Scenario scenario) {
        progress.say("warming up, " + plan.pace().warmUp().toSeconds() + " s each");
        contest.rounds(scenario, 2, plan.pace().warmUp().dividedBy(2));
    }

    /** Gives the stock contender the pool it does best with. */
    private void calibrate(Plan plan, Contest contest, Stock stock, Scenario scenario) {
        var best = 0.0;
        var bestSize = 0;
        for (var size : plan.extent().stockPools()) {
            stock.useConnections(size);
            var measured = contest.round(
                            stock,
                            scenario,
                            Load.asFastAsAnswersCome(
                                    scenario.callers(), plan.pace().calibration()))
                    .measured();
            progress.say("stock with %d connections, %,d callers: %,.0f deductions/s"
                    .formatted(size, scenario.callers(), measured.acceptedPerSecond()));
            if (measured.acceptedPerSecond() > best) {
                best = measured.acceptedPerSecond();
                bestSize = size;
            }
        }
        connections.put(scenario.callers(), bestSize);
        report.set("stockConnectionsFor%dCallers".formatted(scenario.callers()), bestSize);
    }

    /** All kinds of traffic in each round, so that they too can be compared with each other. */
    private Map<Scenario, Map<String, List<Round>>> measure(Plan plan, Contest contest, Stock stock) {
        var scenarios = scenarios(plan);
        var pace = plan.pace();
        var measured = new LinkedHashMap<Scenario, Map<String, List<Round>>>();
        progress.say("%d rounds of %d ms: %s"
                .formatted(
                        pace.rounds(),
                        pace.round().toMillis(),
                        scenarios.stream().map(Scenario::name).toList()));
        for (var round = 0; round < pace.rounds(); round++) {
            for (var scenario : scenarios) {
                stock.useConnections(connections.getOrDefault(scenario.callers(), scenario.callers()));
                var rounds = measured.computeIfAbsent(scenario, _ -> new LinkedHashMap<>());
                contest.rounds(scenario, 1, pace.round())
                        .forEach((contender, turns) -> rounds.computeIfAbsent(contender, _ -> new ArrayList<>())
                                .addAll(turns));
            }
        }
        return measured;
    }

    private void report(Map<Scenario, Map<String, List<Round>>> measured) {
        measured.forEach((scenario, rounds) -> {
            rounds.forEach((contender, turns) -> report.rounds(scenario.name() + capital(contender), turns));
            var ours = rounds.getOrDefault(Ours.NAME, List.of());
            var stock = rounds.getOrDefault(Stock.NAME, List.of());
            report.ratio(scenario.name() + "OursToStock", ours, stock, Round::acceptedPerSecond);
            report.ratio(scenario.name() + "StockToOursCpu", stock, ours, Round::cpuMicros);
        });
        measured.keySet().stream()
                .filter(scenario -> scenario.name().startsWith("hot"))
                .forEach(hot -> measured.forEach((scenario, rounds) -> {
                    if (scenario.name().equals("uniform" + hot.callers())) {
                        report.ratio(
                                hot.name() + "ToUniformOurs",
                                measured.getOrDefault(hot, Map.of()).getOrDefault(Ours.NAME, List.of()),
                                rounds.getOrDefault(Ours.NAME, List.of()),
                                Round::acceptedPerSecond);
                    }
                }));
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private void atHalfRate(Plan plan, Contest contest, Contender ours, Scenario scenario) {
        var name = scenario.name() + "OursAtHalfRate";
        var rate = report.value(scenario.name() + "OursDeductionsPerSecond") / 2;
        progress.say("ours at %,.0f deductions/s".formatted(rate));
        var round = contest.round(
                ours, scenario, new Load(scenario.callers(), plan.pace().round(), OptionalDouble.of(rate)));
        report.rounds(name, List.of(round));
    }

    private void check(Contest contest) {
        progress.say("comparing what was acknowledged with what is stored");
        contest.checks().forEach(report::find);
    }
}
