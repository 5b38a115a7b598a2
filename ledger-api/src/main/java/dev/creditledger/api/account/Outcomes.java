package dev.creditledger.api.account;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.account.AccountRejection;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Outcome.Authorized;
import dev.creditledger.domain.dispatch.Outcome.KeyInUse;
import dev.creditledger.domain.dispatch.Outcome.KeyReused;
import dev.creditledger.domain.dispatch.Outcome.NothingToDo;
import dev.creditledger.domain.dispatch.Outcome.Overloaded;
import dev.creditledger.domain.dispatch.Outcome.Rejected;
import dev.creditledger.domain.dispatch.Outcome.Unavailable;
import dev.creditledger.domain.dispatch.Outcome.Unknown;
import dev.creditledger.domain.session.SessionRejection;
import dev.creditledger.domain.subscription.SubscriptionRejection;
import java.time.Duration;

/** What became of a command, as an answer or a problem. */
public final class Outcomes {

    private static final long RETRY_SECONDS = 1;

    private Outcomes() {}

    /** @throws dev.creditledger.api.problem.ProblemException unless it was accepted */
    public static Answered answered(Outcome outcome, NearNames near) {
        return switch (outcome) {
            case Accepted(BoundEvent event, var position, var replayed) ->
                new Answered(Answers.of(event, position), position, replayed);
            case Accepted other ->
                throw new IllegalStateException("an account answers with an event of its own, not "
                        + other.event().getClass());
            case Rejected _,
                    KeyReused _,
                    KeyInUse _,
                    Overloaded _,
                    Unknown _,
                    Unavailable _,
                    NothingToDo _,
                    Authorized _ -> throw refused(outcome, near);
        };
    }

    /** What keeps a change of an account from being made. */
    public static ProblemException refused(Outcome outcome, NearNames near) {
        return switch (outcome) {
            case Rejected(AccountRejection reason) -> Refusals.of(reason, near);
            case Rejected(SubscriptionRejection reason) -> Refusals.of(reason);
            case Rejected(SessionRejection reason) -> SessionRefusals.of(reason);
            case Rejected(var reason) ->
                throw new IllegalStateException("an account has reasons of its own, not " + reason.getClass());
            default -> undone(outcome);
        };
    }

    /** What keeps a change from being made, other than a reason of what it was asked of. */
    public static ProblemException undone(Outcome outcome) {
        return switch (outcome) {
            case KeyReused _ -> Problem.IDEMPOTENCY_KEY_REUSED.here();
            case KeyInUse _ -> Problem.IDEMPOTENCY_KEY_IN_USE.here().retryAfter(RETRY_SECONDS);
            case Overloaded(var retryAfter) -> Problem.OVERLOADED.here().retryAfter(seconds(retryAfter));
            case Unknown _ -> Problem.OUTCOME_UNKNOWN.here().retryAfter(RETRY_SECONDS);
            case Unavailable(var reason) -> ProblemException.unavailable(reason);
            case Accepted _, Rejected _, NothingToDo _, Authorized _ ->
                throw new IllegalStateException("no change is undone by " + outcome.getClass());
        };
    }

    private static long seconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }
}
