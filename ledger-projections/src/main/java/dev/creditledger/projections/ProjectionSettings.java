package dev.creditledger.projections;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the read side.
 *
 * @param batchMax events in one transaction at most, 1 to 10,000
 * @param poll how often to look for events that other nodes appended
 */
@ConfigurationProperties("ledger.projections")
record ProjectionSettings(
        @DefaultValue("1000") int batchMax,
        @DefaultValue("50ms") Duration poll) {

    ProjectionSettings {
        if (batchMax < 1 || batchMax > 10_000) {
            throw new IllegalArgumentException("ledger.projections.batch-max lies between 1 and 10000, is " + batchMax);
        }
        if (poll.isNegative() || poll.isZero()) {
            throw new IllegalArgumentException("ledger.projections.poll is longer than nothing, is " + poll);
        }
    }
}
