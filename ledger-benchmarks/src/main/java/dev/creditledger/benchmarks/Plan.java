package dev.creditledger.benchmarks;

import java.time.Duration;

/**
 * How long to measure what.
 *
 * @param warmUp of each contender, and of each kind of request, before anything counts: the first half minute runs at
 *     half speed
 * @param calibration of each pool size of the stock contender
 * @param rounds of which the median counts
 * @param round how long each takes
 * @param everyScenario not just uniform traffic of 64 callers, and each step by JMH too
 */
record Plan(
        String mode,
        int accounts,
        Duration warmUp,
        Duration calibration,
        int rounds,
        Duration round,
        boolean everyScenario) {

    /** Ends within five minutes: about 130 s in process and 100 s over HTTP, setting up aside. */
    static final Plan QUICK = new Plan("quick", 10_000, seconds(20), seconds(4), 3, seconds(8), false);

    /** Ends within an hour. */
    static final Plan FULL = new Plan("full", 10_000, seconds(40), seconds(10), 5, seconds(20), true);

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
