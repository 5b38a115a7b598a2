package dev.creditledger.domain.session;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.session.SessionEvent.HeartbeatReceived;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionResumed;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A session that runs.
 *
 * @param node the node that its client is connected to; empty: another server runs it
 * @param connection counts its connections, from 1
 * @param sequence the last of whoever runs it; 0: none
 * @param charged for all seconds that the meter has counted
 * @param held reserved credits, in draw order
 * @param grant how far they reach
 */
public record Session(
        SessionId id,
        LiveFeature feature,
        Optional<String> channel,
        SessionRate rate,
        SessionTerms terms,
        Instant startedAt,
        Optional<String> node,
        int connection,
        Meter meter,
        long sequence,
        Credits charged,
        List<Draw> held,
        Grant grant) {

    public Session {
        held = List.copyOf(held);
    }

    static Session of(SessionStarted started) {
        return new Session(
                started.session(),
                started.feature(),
                started.channel(),
                started.rate(),
                started.terms(),
                started.occurredAt(),
                started.node(),
                1,
                Meter.from(started.occurredAt()),
                0,
                Credits.ZERO,
                started.moves().held(),
                started.grant());
    }

    Session with(Meter changed) {
        return next(node, connection, changed, sequence, charged, held, grant);
    }

    Session resumed(SessionResumed event) {
        return next(event.node(), event.connection(), event.meter(), sequence, charged, held, event.grant());
    }

    Session heard(HeartbeatReceived event) {
        return with(event.meter());
    }

    Session checkpointed(SessionCheckpointed event) {
        return next(
                node,
                connection,
                event.meter(),
                event.sequence().orElse(sequence),
                event.charged(),
                event.moves().held(),
                event.grant());
    }

    /** What can change while it runs. */
    private Session next(
            Optional<String> node,
            int connection,
            Meter meter,
            long sequence,
            Credits charged,
            List<Draw> held,
            Grant grant) {
        return new Session(
                id, feature, channel, rate, terms, startedAt, node, connection, meter, sequence, charged, held, grant);
    }

    Credits reserved() {
        return Draw.sum(held);
    }

    /** It has one meter: the connection of its client, or the server that runs it. */
    boolean isMeteredByConnection() {
        return node.isPresent();
    }

    boolean isMeteredBy(Reading reading) {
        return switch (reading) {
            case Reading.Connected _ -> isMeteredByConnection();
            case Reading.Counted _ -> !isMeteredByConnection();
        };
    }

    /** Seconds that it may still use without asking again. */
    long reservedSeconds() {
        return Math.max(0, grant.untilSecond() - meter.counted());
    }

    /** From then on nobody has been heard of for too long. */
    public Instant staleAt() {
        return meter.lastActivityAt().plus(terms.staleAfter());
    }

    public Instant longestUntil() {
        return startedAt.plus(terms.longest());
    }

    boolean isFor(LiveFeature feature, Optional<String> channel) {
        return this.feature.equals(feature) && this.channel.equals(channel);
    }

    /** Whole seconds since it started. */
    long age(Instant now) {
        return Duration.between(startedAt, now).toSeconds();
    }
}
