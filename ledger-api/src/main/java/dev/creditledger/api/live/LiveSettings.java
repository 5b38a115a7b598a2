package dev.creditledger.api.live;

import dev.creditledger.domain.session.SessionTerms;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How live sessions are run. A change applies to sessions that start after it.
 *
 * @param checkpointEvery how often a session is charged
 * @param reserve for how long its credits are reserved ahead; at least twice {@code checkpointEvery}
 * @param staleAfter without activity for so long it has been interrupted
 * @param maxDuration it ends after that; at most a day
 */
@ConfigurationProperties("ledger.live")
public record LiveSettings(
        @DefaultValue("30s") Duration checkpointEvery,
        @DefaultValue("60s") Duration reserve,
        @DefaultValue("30m") Duration staleAfter,
        @DefaultValue("120m") Duration maxDuration) {

    public LiveSettings {
        terms(checkpointEvery, reserve, staleAfter, maxDuration);
    }

    public SessionTerms terms() {
        return terms(checkpointEvery, reserve, staleAfter, maxDuration);
    }

    private static SessionTerms terms(
            Duration checkpointEvery, Duration reserve, Duration staleAfter, Duration maxDuration) {
        try {
            return new SessionTerms(checkpointEvery, reserve, staleAfter, maxDuration);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "ledger.live.checkpoint-every, reserve, stale-after, max-duration: " + e.getMessage(), e);
        }
    }
}
