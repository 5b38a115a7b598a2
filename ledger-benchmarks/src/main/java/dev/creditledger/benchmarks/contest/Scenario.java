package dev.creditledger.benchmarks.contest;

import dev.creditledger.benchmarks.load.AccountChoice;

/**
 * A kind of traffic.
 *
 * @param name of distribution and callers, as it starts the names of figures
 * @param callers at once, each waiting for its answer
 */
public record Scenario(String name, int callers, AccountChoice choice) {

    public static Scenario uniform(int callers, int accounts) {
        return new Scenario("uniform" + callers, callers, AccountChoice.uniform(accounts));
    }

    public static Scenario zipf(int callers, int accounts) {
        return new Scenario("zipf" + callers, callers, AccountChoice.zipf(accounts));
    }

    public static Scenario hot(int callers) {
        return new Scenario("hot" + callers, callers, AccountChoice.hot());
    }
}
