package dev.creditledger.domain.dispatch;

import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.session.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The read side's door for whoever watches live sessions: which of them run. A hint; the account itself decides. */
public interface RunningSessions {

    /**
     * A session that runs.
     *
     * @param node that its client is, or was last, connected to; empty: another server runs it
     * @param connection counts its connections, from 1
     * @param staleAt from then on nobody has been heard of for too long
     * @param longestUntil from then on it has lasted too long
     * @param place in the list of all: that of its start in the log
     */
    record RunningSession(
            AccountId account,
            SessionId session,
            Optional<String> node,
            int connection,
            Instant lastActivityAt,
            Instant staleAt,
            Instant longestUntil,
            long place) {}

    /**
     * Sessions that run, those that were started first before others, at most {@code max}. Waits, up to a bound, until the
     * read side has seen the log up to {@code atLeast}.
     *
     * @param after only those behind this place; 0: from the first on
     */
    List<RunningSession> running(long after, int max, long atLeast);
}
