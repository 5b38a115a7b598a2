package dev.creditledger.projections;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the read side.
 *
 * @param batchMax events in one transaction at most, 1 to 1,000,000
 * @param rowsMax rows that one transaction changes, roughly, 1 to 200,000: more events are taken until there are as many
 * @param poll how often to look for events that other nodes appended
 * @param linger how long at least to let events come together under load, while nobody waits for them
 * @param lingerMax how long at most
 */
@ConfigurationProperties("ledger.projections")
record ProjectionSettings(
        @DefaultValue("200000") int batchMax,
        @DefaultValue("50000") int rowsMax,
        @DefaultValue("50ms") Duration poll,
        @DefaultValue("10ms") Duration linger,
        @DefaultValue("500ms") Duration lingerMax) {

    private static final Duration LINGER_LIMIT = Duration.ofSeconds(10);

    ProjectionSettings {
        requireBetween1And(1_000_000, "batch-max", batchMax);
        requireBetween1And(200_000, "rows-max", rowsMax);
        if (poll.isNegative() || poll.isZero()) {
            throw new IllegalArgumentException("ledger.projections.poll is longer than nothing, is " + poll);
        }
        if (linger.isNegative() || linger.compareTo(lingerMax) > 0) {
            throw new IllegalArgumentException(
                    "ledger.projections.linger is at most linger-max, " + lingerMax + ", is " + linger);
        }
        if (lingerMax.compareTo(LINGER_LIMIT) > 0) {
            throw new IllegalArgumentException(
                    "ledger.projections.linger-max is at most " + LINGER_LIMIT + ", is " + lingerMax);
        }
    }

    private static void requireBetween1And(int max, String name, int value) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(
                    "ledger.projections." + name + " lies between 1 and " + max + ", is " + value);
        }
    }
}
