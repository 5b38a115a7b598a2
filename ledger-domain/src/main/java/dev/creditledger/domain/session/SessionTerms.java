package dev.creditledger.domain.session;

import java.time.Duration;

/**
 * The times by which a session is run: those that were configured when it started.
 *
 * @param checkpointEvery how often it is charged
 * @param reserve for how long credits are reserved ahead, unless its start estimates longer; at least twice
 *     {@code checkpointEvery}, so that there is always a grant while the next one is asked for
 * @param staleAfter without activity for so long it has been interrupted
 * @param longest it ends after that
 */
public record SessionTerms(Duration checkpointEvery, Duration reserve, Duration staleAfter, Duration longest) {

    public static final Duration LONGEST_MAX = Duration.ofHours(24);

    public SessionTerms {
        require(checkpointEvery.toSeconds() >= 1, "a session is charged every second at most");
        require(reserve.compareTo(checkpointEvery.multipliedBy(2)) >= 0, "two checkpoints must fit into the reserve");
        require(staleAfter.compareTo(reserve) >= 0, "a session outlives its reserve");
        require(longest.compareTo(reserve) >= 0, "a session may last as long as its reserve");
        require(longest.compareTo(LONGEST_MAX) <= 0, "a session lasts a day at most");
    }

    private static void require(boolean right, String rule) {
        if (!right) {
            throw new IllegalArgumentException(rule);
        }
    }
}
