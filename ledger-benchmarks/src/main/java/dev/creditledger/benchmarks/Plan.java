package dev.creditledger.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How long to measure what.
 *
 * @param endsWithin the whole run, if it can be had by measuring for a shorter time
 * @param everything not just the kinds of traffic and the parts that tell most in a short time
 */
record Plan(String mode, Duration endsWithin, boolean everything, Pace pace, Extent extent) {

    /**
     * What can be shortened.
     *
     * @param warmUp of each contender, and of each kind of request, before anything counts: the first half minute runs at
     *     half speed
     * @param calibration of each pool size of the stock contender
     * @param rounds of which the median counts
     * @param round how long each takes
     */
    record Pace(Duration warmUp, Duration calibration, int rounds, Duration round) {

        Pace times(double factor) {
            return new Pace(part(warmUp, factor), part(calibration, factor), rounds, part(round, factor));
        }

        private static Duration part(Duration whole, double factor) {
            return Duration.ofMillis(Math.round(whole.toMillis() * factor));
        }

        /** A round for each of so many contenders or kinds of traffic, and all that again and again. */
        Duration rounds(int contenders) {
            return round.multipliedBy((long) rounds * contenders);
        }
    }

    /**
     * What makes a figure what it is.
     *
     * @param accounts that are charged
     * @param eventsInStore before anything is measured
     * @param manyEvents in a store that is compared with an empty one
     * @param longHistory events of an account that is compared with a new one
     * @param accountsInMemory that the server has to do with
     * @param snapshotHeld how long a snapshot of the database is held open under load
     * @param manyUsers how long many users charge over HTTP
     * @param liveSessions that run at a time
     * @param connectsPerSecond of their clients
     * @param usedSegments of the write-ahead log, 16 MB each, to have ready
     * @param stockPools numbers of connections of which the best is sought for the stock contender
     */
    record Extent(
            int accounts,
            long eventsInStore,
            long manyEvents,
            long longHistory,
            int accountsInMemory,
            Duration snapshotHeld,
            Duration manyUsers,
            int liveSessions,
            int connectsPerSecond,
            int usedSegments,
            List<Integer> stockPools) {}

    /** From few to one connection for each of 64 callers. */
    private static final List<Integer> POOLS = List.of(8, 16, 32, 64);

    static final Plan QUICK = new Plan(
            "quick",
            Duration.ofMinutes(5),
            false,
            new Pace(Duration.ofSeconds(12), Duration.ofSeconds(2), 3, Duration.ofSeconds(4)),
            new Extent(
                    10_000,
                    100_000,
                    300_000,
                    50_000,
                    20_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    1_000,
                    50,
                    64,
                    POOLS));

    static final Plan FULL = new Plan(
            "full",
            Duration.ofMinutes(60),
            true,
            new Pace(Duration.ofSeconds(30), Duration.ofSeconds(6), 5, Duration.ofSeconds(8)),
            new Extent(
                    10_000,
                    1_000_000,
                    5_000_000,
                    1_000_000,
                    1_000_000,
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(10),
                    1_000,
                    50,
                    200,
                    POOLS));

    /**
     * This plan, or a shorter one if there is not {@code enough} time left.
     *
     * @param gone since the run began
     * @param aside what else has to be done before the run ends
     */
    Plan fitting(Duration enough, Duration gone, Duration aside) {
        var left = endsWithin.minus(gone).minus(aside);
        var factor = Math.clamp((double) left.toMillis() / Math.max(1, enough.toMillis()), 0.1, 1);
        return new Plan(mode, endsWithin, everything, pace.times(factor), extent);
    }
}
