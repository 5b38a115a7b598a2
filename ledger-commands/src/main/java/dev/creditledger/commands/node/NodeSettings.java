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

    static final Duration MISSING_AFTER_MIN = Duration.ofSeconds(6);
    static final Duration MISSING_AFTER_MAX = Duration.ofHours(1);

    private static final Duration SEEN_EVERY_MAX = Duration.ofSeconds(2);

    public NodeSettings {
        if (missingAfter.compareTo(MISSING_AFTER_MIN) < 0 || missingAfter.compareTo(MISSING_AFTER_MAX) > 0) {
            throw new IllegalArgumentException("ledger.live.missing-after lies between " + MISSING_AFTER_MIN.toSeconds()
                    + "s and " + MISSING_AFTER_MAX.toHours() + "h");
        }
    }

    /** A node is seen six times at least before it would be missing. */
    Duration seenEvery() {
        var often = missingAfter.dividedBy(6);
        return often.compareTo(SEEN_EVERY_MAX) < 0 ? often : SEEN_EVERY_MAX;
    }

    /** So long a node may have been silent itself and still call others missing. */
    Duration gapMax() {
        return missingAfter.dividedBy(2);
    }
}
