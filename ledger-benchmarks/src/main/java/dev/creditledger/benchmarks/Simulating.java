package dev.creditledger.benchmarks;

import dev.creditledger.benchmarks.contest.BenchDatabase;
import dev.creditledger.benchmarks.contest.Ours;
import dev.creditledger.benchmarks.contest.TokenTraffic;
import dev.creditledger.benchmarks.contest.Traffic;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.MarginScope;
import dev.creditledger.domain.simulation.Assumptions;
import dev.creditledger.domain.simulation.ExpiryPolicy;
import dev.creditledger.domain.simulation.SimulationReport;
import dev.creditledger.domain.simulation.SimulationReport.Line;
import dev.creditledger.domain.simulation.Timespan;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;

/** All usage in a log replayed under other prices and another margin. */
final class Simulating implements Part {

    private static final String SIMULATED = "simulated";
    private static final int ROUNDS = 2;
    private static final int FILLED_PER_SECOND = 12_000;
    private static final int REPLAYED_PER_SECOND = 30_000;

    private static final Timespan EVER =
            new Timespan(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2200-01-01T00:00:00Z"));

    private final BenchDatabase database;
    private final Report report;
    private final Progress progress;

    Simulating(BenchDatabase database, Report report, Progress progress) {
        this.database = database;
        this.report = report;
        this.progress = progress;
    }

    @Override
    public Duration measuring(Plan plan) {
        return Duration.ZERO;
    }

    @Override
    public Duration aside(Plan plan) {
        var events = plan.extent().eventsInStore();
        return Duration.ofSeconds(10 + events / FILLED_PER_SECOND + ROUNDS * events / REPLAYED_PER_SECOND);
    }

    @Override
    public void run(Plan plan) {
        var requests = plan.extent().eventsInStore();
        var accounts = Traffic.accounts(plan.extent().accounts());
        progress.say("%,d accounts with %,d requests".formatted(accounts.size(), requests));
        try (var ours = Ours.start(database, SIMULATED)) {
            ours.prepareUsage(accounts, new TokenTraffic(), requests);
            database.vacuum(SIMULATED);
            var seconds = new ArrayList<Double>();
            for (var round = 0; round < ROUNDS; round++) {
                progress.say("what they would have cost");
                var begin = System.nanoTime();
                var found = ours.simulate(dearer(), EVER);
                seconds.add((System.nanoTime() - begin) / 1e9);
                check(found, requests);
            }
            report.set("simulatedRequests", requests);
            // A command replays once: the first time counts, with nothing compiled yet.
            report.figure("simulateFirstSeconds", seconds.getFirst());
            report.figure("simulateSeconds", seconds.getLast());
        }
        database.drop(SIMULATED);
    }

    private static Assumptions dearer() {
        return new Assumptions(
                Optional.of(TokenTraffic.dearer()),
                Map.of(MarginScope.EVERYTHING, new FixedPercentage(BigDecimal.TWO)),
                ExpiryPolicy.AS_IT_WAS);
    }

    private void check(SimulationReport found, long requests) {
        var counted = found.lines().stream().mapToLong(Line::requests).sum();
        report.find(
                "every request is simulated, and priced anew",
                counted == requests && found.unpriced().isEmpty(),
                counted + " of " + requests);
    }
}
