package dev.creditledger.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoublePredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the write path is asked for on two cores that callers, JVM and database share. A machine may miss one: that is an
 * answer, and not an error.
 *
 * @param measure in words, with the size that this plan gives it
 * @param figure of the report
 */
record Target(String measure, Bound bound, double value, String unit, String figure) {

    enum Bound {
        AT_LEAST("at least") {
            @Override
            DoublePredicate than(double value) {
                return measured -> measured >= value;
            }
        },
        UNDER("under") {
            @Override
            DoublePredicate than(double value) {
                return measured -> measured < value;
            }
        };

        private final String words;

        Bound(String words) {
            this.words = words;
        }

        abstract DoublePredicate than(double value);

        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * A target beside what was measured.
     *
     * @param measured null: not in this run
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Judged(
            String measure,
            String figure,
            String bound,
            double value,
            String unit,
            @Nullable Double measured,
            @Nullable Boolean reached) {}

    Judged judge(Report report) {
        var measured = report.figures().get(figure);
        return new Judged(
                measure,
                figure,
                bound.toString(),
                value,
                unit,
                measured == null ? null : measured.doubleValue(),
                measured == null ? null : bound.than(value).test(measured.doubleValue()));
    }

    /** All of them, in the sizes of {@code plan}. */
    static List<Target> of(Plan plan) {
        var targets = new ArrayList<Target>();
        for (var traffic : List.of("uniform", "zipf", "hot")) {
            targets.add(besideStock(traffic, InProcess.CALLERS, traffic.equals("hot") ? 10 : 6));
            targets.add(besideStock(traffic, InProcess.MANY_CALLERS, 10));
        }
        targets.add(new Target(
                "ours with projections caught up / raw rows, 1,000 at once",
                Bound.AT_LEAST,
                0.5,
                "",
                "uniform1024OursProjectedToRawUnnestRatio"));
        targets.add(new Target(
                "projections behind the write side at its top rate, at most",
                Bound.UNDER,
                1_000,
                "ms",
                "projectionLagMillis"));
        for (var callers : List.of(InProcess.CALLERS, InProcess.MANY_CALLERS)) {
            targets.add(new Target(
                    "hot account / uniform, ours, %,d callers".formatted(callers),
                    Bound.AT_LEAST,
                    0.9,
                    "",
                    "hot%dToUniformOursRatio".formatted(callers)));
        }
        targets.add(new Target(
                "p99 of 64 callers at half of the top rate",
                Bound.UNDER,
                10_000,
                "µs",
                "uniform64OursAtHalfRateP99Micros"));
        targets.addAll(ofSize(plan.extent()));
        return targets;
    }

    private static Target besideStock(String traffic, int callers, double times) {
        return new Target(
                "ours / stock, %s, %,d callers".formatted(traffic, callers),
                Bound.AT_LEAST,
                times,
                "",
                "%s%dOursToStockRatio".formatted(traffic, callers));
    }

    private static List<Target> ofSize(Plan.Extent extent) {
        return List.of(
                new Target(
                        "cost growth from 0 to %,d events".formatted(extent.manyEvents()),
                        Bound.UNDER,
                        15,
                        "%",
                        "withManyEventsCostGrowthPercent"),
                new Target(
                        "cost growth from 10 to %,d events in an account".formatted(extent.longHistory()),
                        Bound.UNDER,
                        15,
                        "%",
                        "withLongHistoryCostGrowthPercent"),
                new Target("rebuild of all projections", Bound.AT_LEAST, 100_000, "events/s", "rebuildEventsPerSecond"),
                new Target(
                        "POST /batches of 100", Bound.AT_LEAST, 25_000, "commands/s", "httpBatch100CommandsPerSecond"),
                new Target(
                        "single POST …/deductions", Bound.AT_LEAST, 6_000, "requests/s", "httpSingleRequestsPerSecond"),
                new Target(
                        "errors of %d users for %d s"
                                .formatted(OverHttp.USERS, extent.manyUsers().toSeconds()),
                        Bound.UNDER,
                        1,
                        "",
                        "httpUsersErrors"),
                new Target(
                        "their p99 at %,d requests/s".formatted(OverHttp.USERS_PER_SECOND),
                        Bound.UNDER,
                        100_000,
                        "µs",
                        "httpUsersP99Micros"),
                new Target(
                        "memory of a server with %,d accounts".formatted(extent.accountsInMemory()),
                        Bound.UNDER,
                        700,
                        "MB",
                        "serverResidentPeakMegabytes"),
                live(
                        extent,
                        "p95 of connecting, %d a second".formatted(extent.connectsPerSecond()),
                        200_000,
                        "µs",
                        "ConnectP95Micros"),
                live(extent, "charging all of them", 2_000, "ms", "CheckpointRoundMillis"),
                live(extent, "ending all of them", 10_000, "ms", "MonitorMillis"),
                live(extent, "memory of the server", 1_000, "MB", "ServerResidentPeakMegabytes"));
    }

    private static Target live(Plan.Extent extent, String what, double value, String unit, String figure) {
        return new Target(
                "%,d live sessions: %s".formatted(extent.liveSessions(), what),
                Bound.UNDER,
                value,
                unit,
                "live" + figure);
    }
}
