package dev.creditledger.projections;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the read side.
 *
 * @param batchMax events in one transaction at most, 1 to 10,000
 * @param poll how often to look for events that other nodes appended
 * @param linger how long to let events come together under load, while nobody waits for them
 */
@ConfigurationProperties("ledger.projections")
record ProjectionSettings(
        @DefaultValue("1000") int batchMax,
        @DefaultValue("50ms") Duration poll,
        @DefaultValue("10ms") Duration linger) {

    private static final Duration LINGER_MAX = Duration.ofSeconds(1);

    ProjectionSettings {
        if (batchMax < 1 || batchMax > 10_000) {
            throw new IllegalArgumentException("ledger.projections.batch-max lies between 1 and 10000, is " + batchMax);
        }
        if (poll.isNegative() || poll.isZero()) {
            throw new IllegalArgumentException("ledger.projections.poll is longer than nothing, is " + poll);
        }
        if (linger.isNegative() || linger.compareTo(LINGER_MAX) > 0) {
            throw new IllegalArgumentException("ledger.projections.linger is at most " + LINGER_MAX + ", is " + linger);
        }
    }
}
