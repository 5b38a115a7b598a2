package dev.creditledger.api.account;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.domain.session.SessionRejection;
import dev.creditledger.domain.session.SessionRejection.MeteredOtherwise;
import dev.creditledger.domain.session.SessionRejection.NoSuchSession;
import dev.creditledger.domain.session.SessionRejection.NotAllowed;
import dev.creditledger.domain.session.SessionRejection.NotPricedByTime;
import dev.creditledger.domain.session.SessionRejection.NothingNew;
import dev.creditledger.domain.session.SessionRejection.QuotaExceeded;
import dev.creditledger.domain.session.SessionRejection.SecondsAheadOfClock;
import dev.creditledger.domain.session.SessionRejection.SessionAlreadyRuns;
import dev.creditledger.domain.session.SessionRejection.SessionHasEnded;
import dev.creditledger.domain.session.SessionRejection.SessionsRunning;
import dev.creditledger.domain.session.SessionRejection.TakenOver;
import dev.creditledger.domain.session.SessionRejection.TooManySessions;
import java.time.Duration;
import java.util.Optional;

/** Each reason why a session does not start or go on is exactly one problem. */
final class SessionRefusals {

    private SessionRefusals() {}

    static ProblemException of(SessionRejection rejection) {
        return switch (rejection) {
            case NoSuchSession(var session) -> Problem.SESSION_NOT_FOUND.here().with("sessionId", session);
            case SessionHasEnded(var session, var end) -> ended(session, end);
            case SessionAlreadyRuns(var running) ->
                Problem.SESSION_ALREADY_RUNNING
                        .here()
                        .with("sessionId", running.id())
                        .with("feature", running.feature())
                        .with("startedAt", running.startedAt());
            case TooManySessions(var max) ->
                Problem.LIMIT_REACHED
                        .because("It may have at most " + max + " running sessions.")
                        .with("limit", "running_sessions")
                        .with("max", max);
            case NotPricedByTime(var feature) ->
                Problem.NOT_PRICED_BY_TIME.here().with("feature", feature);
            case QuotaExceeded exceeded -> quotaExceeded(exceeded);
            case NotAllowed(var feature, var bound) ->
                Problem.FEATURE_NOT_ALLOWED.here().with("feature", feature).with("window", bound.window());
            case SecondsAheadOfClock(var seconds, var passed) ->
                Problem.SECONDS_AHEAD_OF_CLOCK.here().with("seconds", seconds).with("passed", passed);
            case MeteredOtherwise(var session, var byConnection) ->
                Problem.SESSION_METERED_OTHERWISE
                        .here()
                        .with("sessionId", session)
                        .with("meteredBy", byConnection ? "connection" : "server");
            case SessionsRunning(var account, var sessions) ->
                Problem.ACCOUNT_NOT_EMPTY
                        .because("It has running sessions.")
                        .with("accountId", account)
                        .with("runningSessions", sessions);
            case NothingNew _, TakenOver _ ->
                throw new IllegalStateException("no request is refused because of " + rejection.getClass());
        };
    }

    private static ProblemException ended(SessionId session, Optional<SessionEnded> end) {
        var problem = Problem.SESSION_ENDED.here().with("sessionId", session);
        end.ifPresent(ended -> problem.with("endReason", ended.reason())
                .with("endedAt", ended.occurredAt())
                .with("seconds", ended.meter().counted())
                .with("charged", ended.charged()));
        return problem;
    }

    private static ProblemException quotaExceeded(QuotaExceeded exceeded) {
        var bound = exceeded.bound();
        var wait = Duration.between(exceeded.at(), bound.renewsAt());
        return Problem.QUOTA_EXCEEDED
                .here()
                .retryAfter(Math.max(1, wait.plusMillis(999).toSeconds()))
                .with("feature", exceeded.feature())
                .with("window", bound.window())
                .with("limitSeconds", bound.limit())
                .with("usedSeconds", bound.used())
                .with("renewsAt", bound.renewsAt());
    }
}
