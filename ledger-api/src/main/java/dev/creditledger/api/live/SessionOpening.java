package dev.creditledger.api.live;

import dev.creditledger.api.account.Awaiting;
import dev.creditledger.api.account.Desk;
import dev.creditledger.api.account.Outcomes;
import dev.creditledger.api.live.Message.Connected;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Accepted;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.dispatch.ThisNode;
import dev.creditledger.domain.session.Meter;
import dev.creditledger.domain.session.SessionCommand.ResumeSession;
import dev.creditledger.domain.session.SessionCommand.StartSession;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionResumed;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.domain.session.SessionRejection.SessionHasEnded;
import dev.creditledger.projections.ProjectionPosition;
import dev.creditledger.projections.session.SessionQuery;
import dev.creditledger.projections.session.SessionView;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Starts a guest's session, or goes on with one. */
@Component
final class SessionOpening {

    /** The connection before has a checkpoint to make. */
    private static final long HAND_OVER_SECONDS = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final LiveDesk desk;
    private final Desk changes;
    private final LiveSettings settings;
    private final ThisNode node;
    private final Awaiting awaiting;
    private final SessionQuery sessions;
    private final ProjectionPosition projected;
    private final Connections connections;

    SessionOpening(
            LiveDesk desk,
            Desk changes,
            LiveSettings settings,
            ThisNode node,
            Awaiting awaiting,
            SessionQuery sessions,
            ProjectionPosition projected,
            Connections connections) {
        this.desk = desk;
        this.changes = changes;
        this.settings = settings;
        this.node = node;
        this.awaiting = awaiting;
        this.sessions = sessions;
        this.projected = projected;
        this.connections = connections;
    }

    /** @throws ProblemException if the ledger does not let it start */
    OpenSession start(Guest guest, Handshake handshake) {
        var key = new IdempotencyKey("live-start:" + handshake.id());
        var start = new StartSession(
                guest.account(),
                SessionId.of(guest.account(), key),
                handshake.feature(),
                Optional.of(handshake.channel()),
                Optional.empty(),
                Optional.of(node.id()),
                changes.prices(),
                desk.currentQuotas(),
                settings.terms(),
                handshake.languages(),
                desk.now());
        return switch (outcome(start, key, guest, handshake)) {
            case Accepted accepted
            when accepted.event() instanceof SessionStarted started -> started(started, guest, handshake);
            case Outcome other -> throw refused(other);
        };
    }

    private ProblemException refused(Outcome outcome) {
        return Outcomes.refused(outcome, changes.nearNames());
    }

    private static OpenSession started(SessionStarted started, Guest guest, Handshake handshake) {
        var connected = new Connected(
                started.session(),
                started.account(),
                handshake.channel(),
                started.feature(),
                false,
                started.occurredAt(),
                started.rate(),
                0,
                started.balance().total(),
                started.grant());
        return new OpenSession(
                guest,
                started.session(),
                1,
                new Meter(0, started.occurredAt(), started.occurredAt()),
                started.grant(),
                connected.message());
    }

    /**
     * What its connection before has not charged yet, if it is on this node, is charged first.
     *
     * @throws ProblemException if there is no such session, or it cannot go on
     */
    OpenSession resume(SessionId session, Guest guest, Handshake handshake) {
        var view = find(session, guest)
                .filter(it -> it.feature().equals(handshake.feature())
                        && it.channel().equals(Optional.of(handshake.channel())))
                .orElseThrow(() -> Problem.SESSION_NOT_FOUND.here().with("sessionId", session));
        connections
                .holding(session)
                .forEach(before -> before.handOver()
                        .completeOnTimeout(null, HAND_OVER_SECONDS, TimeUnit.SECONDS)
                        .join());
        var key = new IdempotencyKey("live-resume:" + handshake.id());
        var resume = new ResumeSession(
                guest.account(),
                session,
                node.id(),
                DeductionId.of(guest.account(), key),
                desk.currentQuotas(),
                desk.now(),
                Past.NONE);
        return switch (outcome(resume, key, guest, handshake)) {
            case Accepted accepted
            when accepted.event() instanceof SessionResumed resumed -> resumed(resumed, view, guest, handshake);
            case Accepted accepted
            when accepted.event() instanceof SessionEnded ended ->
                throw refused(new Outcome.Rejected(new SessionHasEnded(session, Optional.of(ended))));
            case Outcome other -> throw refused(other);
        };
    }

    /** Its client may have been told of it, by whatever node, a moment before the read side was. */
    private Optional<SessionView> find(SessionId session, Guest guest) {
        var until = System.nanoTime() + PATIENCE.toNanos();
        var found = sessions.find(guest.account(), session);
        for (var left = PATIENCE.toNanos(); found.isEmpty() && left > 0; left = until - System.nanoTime()) {
            var _ = projected.await(projected.current() + 1, Duration.ofNanos(left));
            found = sessions.find(guest.account(), session);
        }
        return found;
    }

    private static OpenSession resumed(SessionResumed resumed, SessionView view, Guest guest, Handshake handshake) {
        var connected = new Connected(
                resumed.session(),
                resumed.account(),
                handshake.channel(),
                view.feature(),
                true,
                view.startedAt(),
                view.rate(),
                resumed.meter().counted(),
                resumed.balance().total(),
                resumed.grant());
        return new OpenSession(
                guest, resumed.session(), resumed.connection(), resumed.meter(), resumed.grant(), connected.message());
    }

    private Outcome outcome(BoundCommand command, IdempotencyKey key, Guest guest, Handshake handshake) {
        var once = new Once(key, key.value());
        var outcome = awaiting.outcome(
                desk.dispatch().submit(new Submission(command, guest.cause(handshake), Optional.of(once))));
        if (outcome instanceof Accepted accepted) {
            desk.reached(accepted.position());
        }
        return outcome;
    }
}
