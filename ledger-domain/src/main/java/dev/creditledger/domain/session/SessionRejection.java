package dev.creditledger.domain.session;

import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.quota.Allowance;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import java.time.Instant;
import java.util.Optional;

/** Why a session does not start or go on. Each is one problem type of the API. */
public sealed interface SessionRejection extends Rejection {

    record NoSuchSession(SessionId session) implements SessionRejection {}

    /** @param end how; empty: the log no longer tells */
    record SessionHasEnded(SessionId session, Optional<SessionEnded> end) implements SessionRejection {}

    /** One runs for the same feature and channel: end or resume it. */
    record SessionAlreadyRuns(Session running) implements SessionRejection {}

    record TooManySessions(int max) implements SessionRejection {}

    /** The feature has no price for a second, minute or hour. */
    record NotPricedByTime(LiveFeature feature) implements SessionRejection {}

    /** @param at when it was asked for */
    record QuotaExceeded(LiveFeature feature, Allowance.Bound bound, Instant at) implements SessionRejection {}

    /** The feature's quota is 0. */
    record NotAllowed(LiveFeature feature, Allowance.Bound bound) implements SessionRejection {}

    /** Nothing new is said: the session is as it was. */
    record NothingNew(AccountId account, Session session) implements SessionRejection {}

    /** More seconds than have passed since the start. */
    record SecondsAheadOfClock(long seconds, long passed) implements SessionRejection {}

    /**
     * Whoever asks is not the meter of the session.
     *
     * @param byConnection whether it is metered by the connection of its client, which resumes it; else by the server that
     *     runs it
     */
    record MeteredOtherwise(SessionId session, boolean byConnection) implements SessionRejection {}

    /** Another connection has taken the session over. */
    record TakenOver(SessionId session) implements SessionRejection {}

    /** An account with running sessions is not closed. */
    record SessionsRunning(AccountId account, int sessions) implements SessionRejection {}
}
