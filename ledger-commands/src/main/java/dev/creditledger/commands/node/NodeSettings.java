package dev.creditledger.commands.node;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a node counts as dead.
 *
 * @param missingAfter once it has not been seen for so long; so long its live sessions can be resumed
 */
@ConfigurationProperties("ledger.live")
public record NodeSettings(@DefaultValue("1m") Duration missingAfter) {

    /** Three times the interval at which nodes are seen. */
    static final Duration MISSING_AFTER_MIN = NodeRegistry.SEEN_EVERY.multipliedBy(3);

    static final Duration MISSING_AFTER_MAX = Duration.ofHours(1);

    public NodeSettings {
        if (missingAfter.compareTo(MISSING_AFTER_MIN) < 0 || missingAfter.compareTo(MISSING_AFTER_MAX) > 0) {
            throw new IllegalArgumentException("ledger.live.missing-after lies between " + MISSING_AFTER_MIN.toSeconds()
                    + "s and " + MISSING_AFTER_MAX.toHours() + "h");
        }
    }

    /** So long a node may have been silent itself and still call others missing. */
    Duration gapMax() {
        return missingAfter.dividedBy(2);
    }
}
