package dev.creditledger.log.store;

import java.time.Duration;

/**
 * How long an append tries to find out what became of it after its connection was lost.
 *
 * @param attempts how often it is sent at most, 1 or more
 * @param pause before the second attempt; twice as long before each further one
 * @param within no further attempt begins after this time
 */
public record Patience(int attempts, Duration pause, Duration within) {

    public static final Patience DEFAULT = new Patience(10, Duration.ofMillis(20), Duration.ofSeconds(5));

    public Patience {
        if (attempts < 1 || pause.isNegative() || within.isNegative()) {
            throw new IllegalArgumentException("patience has at least one attempt and no negative times");
        }
    }
}
