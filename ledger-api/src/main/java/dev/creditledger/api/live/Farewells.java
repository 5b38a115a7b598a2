package dev.creditledger.api.live;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.EnumNames;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The words with which users are sent away: their programme's. */
final class Farewells {

    private static final Pattern HUMP = Pattern.compile("(?<=[a-z])([A-Z])");

    /** Members of a problem that a message has no use for, or says otherwise. */
    private static final Set<String> OF_HTTP = Set.of("type", "title", "status", "detail", "code", "requestId");

    private static final Map<String, String> RENAMED = Map.of("available", "remaining_credits");

    private final String credits;

    /** @param programme as in {@link SocketSettings} */
    Farewells(String programme) {
        credits = programme.isBlank() ? "credits" : programme.strip() + " credits";
    }

    /** Why a session cannot start or be resumed. */
    Farewell of(ProblemException problem, LiveFeature feature) {
        var kind = problem.problem();
        var closing = closing(kind);
        var message = Message.error(
                kind.code(),
                words(problem, feature),
                closing == Closing.TRY_AGAIN_LATER || closing == Closing.RATE_LIMITED);
        if (closing == Closing.CREDITS_EXHAUSTED) {
            message = message.with("upgrade_required", true);
        }
        for (var member : problem.body("").entrySet()) {
            if (!OF_HTTP.contains(member.getKey())) {
                message = message.with(name(member.getKey()), member.getValue());
            }
        }
        return new Farewell(message, closing);
    }

    private static String name(String member) {
        var name = RENAMED.getOrDefault(member, member);
        return HUMP.matcher(name).replaceAll("_$1").toLowerCase(Locale.ROOT);
    }

    private static Closing closing(Problem problem) {
        return switch (problem) {
            case INVALID_TOKEN, UNAUTHENTICATED, FORBIDDEN, NOT_YOUR_ACCOUNT, OUT_OF_SCOPE -> Closing.UNAUTHENTICATED;
            case INSUFFICIENT_CREDITS, USAGE_UNCOVERED -> Closing.CREDITS_EXHAUSTED;
            case QUOTA_EXCEEDED, FEATURE_NOT_ALLOWED -> Closing.QUOTA_EXCEEDED;
            case SESSION_ALREADY_RUNNING -> Closing.CONFLICT;
            case RATE_LIMITED -> Closing.RATE_LIMITED;
            case OVERLOADED, UNAVAILABLE, OUTCOME_UNKNOWN, PROJECTION_BEHIND -> Closing.TRY_AGAIN_LATER;
            default -> Closing.REFUSED;
        };
    }

    private String words(ProblemException problem, LiveFeature feature) {
        return switch (problem.problem()) {
            case INVALID_TOKEN -> "Invalid or expired token";
            case INSUFFICIENT_CREDITS -> "Insufficient " + credits + " for live " + feature;
            case QUOTA_EXCEEDED -> "Quota for live " + feature + " used up";
            default -> problem.problem().title();
        };
    }

    /** What a session's client is told of its end, if nothing else is to be said. */
    Farewell of(SessionEnded end, Optional<Instant> quotaRenewsAt) {
        var farewell = plain(end);
        return quotaRenewsAt
                .map(at -> farewell.with(Message.of("error").with("renews_at", at)))
                .orElse(farewell)
                .with(Message.endOf(end));
    }

    private Farewell plain(SessionEnded end) {
        return switch (end.reason()) {
            case USER_STOPPED -> new Farewell(Message.of("ended"), Closing.NORMAL);
            case CREDITS_EXHAUSTED -> {
                var last = ended(end.reason(), capital(credits) + " exhausted", false)
                        .with("upgrade_required", true);
                yield new Farewell(last, Closing.CREDITS_EXHAUSTED);
            }
            case QUOTA_EXCEEDED ->
                new Farewell(
                        ended(end.reason(), "Quota for live " + end.feature() + " used up", false),
                        Closing.QUOTA_EXCEEDED);
            case QUOTA_FAILED ->
                new Farewell(
                        Message.error(Problem.FEATURE_NOT_ALLOWED.code(), Problem.FEATURE_NOT_ALLOWED.title(), false)
                                .with("session_ended", true),
                        Closing.QUOTA_EXCEEDED);
            case MAX_DURATION ->
                new Farewell(
                        ended(end.reason(), "The session has lasted as long as it may", false), Closing.SESSION_ENDED);
            case ADMIN_STOPPED ->
                new Farewell(ended(end.reason(), "The session was stopped", false), Closing.SESSION_ENDED);
            case INTERRUPTED ->
                new Farewell(ended(end.reason(), "The session was interrupted", false), Closing.SESSION_ENDED);
            case ERROR -> new Farewell(ended(end.reason(), "The session failed", false), Closing.SESSION_ENDED);
            case SERVER_SHUTDOWN ->
                new Farewell(ended(end.reason(), "The server stops: start a new session", true), Closing.GOING_AWAY);
        };
    }

    private static Message ended(EndReason reason, String words, boolean recoverable) {
        return Message.error(EnumNames.of(reason), words, recoverable).with("session_ended", true);
    }

    private static String capital(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
