package dev.creditledger.benchmarks;

import java.time.Duration;

/**
 * How long to measure what.
 *
 * @param endsWithin the whole run, if it can be had by measuring for a shorter time
 * @param warmUp of each contender, and of each kind of request, before anything counts: the first half minute runs at
 *     half speed
 * @param calibration of each pool size of the stock contender
 * @param rounds of which the median counts
 * @param round how long each takes
 * @param everyScenario not just uniform traffic of 64 callers, and each step by JMH too
 */
record Plan(
        String mode,
        Duration endsWithin,
        int accounts,
        Duration warmUp,
        Duration calibration,
        int rounds,
        Duration round,
        boolean everyScenario) {

    static final Plan QUICK = new Plan("quick", minutes(5), 10_000, seconds(20), seconds(4), 3, seconds(8), false);

    static final Plan FULL = new Plan("full", minutes(60), 10_000, seconds(40), seconds(10), 5, seconds(20), true);

    /**
     * This plan, or a shorter one if there is not {@code enough} time left.
     *
     * @param gone since the run began
     * @param aside what else has to be done before the run ends
     */
    Plan fitting(Duration enough, Duration gone, Duration aside) {
        var left = endsWithin.minus(gone).minus(aside);
        var factor = Math.clamp((double) left.toMillis() / enough.toMillis(), 0.1, 1);
        return new Plan(
                mode,
                endsWithin,
                accounts,
                part(warmUp, factor),
                part(calibration, factor),
                rounds,
                part(round, factor),
                everyScenario);
    }

    private static Duration part(Duration whole, double factor) {
        return Duration.ofMillis(Math.round(whole.toMillis() * factor));
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }
}
