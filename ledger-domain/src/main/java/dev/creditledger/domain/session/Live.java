package dev.creditledger.domain.session;

import dev.creditledger.domain.quota.QuotaEvent;
import dev.creditledger.domain.quota.Quotas;
import dev.creditledger.domain.session.SessionEvent.HeartbeatReceived;
import dev.creditledger.domain.session.SessionEvent.LowBalanceReached;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionResumed;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an account runs live.
 *
 * @param running at most {@value #RUNNING_MAX}
 */
public record Live(List<Session> running, Quotas quotas) {

    public static final int RUNNING_MAX = 20;

    public static final Live NOTHING = new Live(List.of(), Quotas.NONE);

    public Live {
        running = List.copyOf(running);
        if (running.size() > RUNNING_MAX) {
            throw new IllegalArgumentException("an account runs at most " + RUNNING_MAX + " sessions");
        }
    }

    public Optional<Session> find(SessionId id) {
        return running.stream().filter(session -> session.id().equals(id)).findFirst();
    }

    Optional<Session> find(LiveFeature feature, Optional<String> channel) {
        return running.stream()
                .filter(session -> session.isFor(feature, channel))
                .findFirst();
    }

    /** Seconds of a feature that other sessions may still use. */
    long reservedByOthers(LiveFeature feature, SessionId session) {
        return running.stream()
                .filter(other -> other.feature().equals(feature) && !other.id().equals(session))
                .mapToLong(Session::reservedSeconds)
                .sum();
    }

    public Live evolve(QuotaEvent event) {
        return new Live(running, quotas.evolve(event));
    }

    public Live evolve(SessionEvent event) {
        return switch (event) {
            case SessionStarted started ->
                new Live(
                        Stream.concat(running.stream(), Stream.of(Session.of(started)))
                                .toList(),
                        quotas);
            case SessionResumed resumed -> with(session(resumed).resumed(resumed));
            case HeartbeatReceived heartbeat -> with(session(heartbeat).heard(heartbeat));
            case LowBalanceReached _ -> this;
            case SessionCheckpointed checkpoint ->
                with(session(checkpoint).checkpointed(checkpoint)).using(checkpoint);
            case SessionEnded ended -> without(ended.session()).using(ended);
        };
    }

    private Session session(SessionEvent event) {
        return find(event.session())
                .orElseThrow(() -> new IllegalStateException("no running session " + event.session()));
    }

    private Live with(Session changed) {
        return new Live(
                running.stream()
                        .map(session -> session.id().equals(changed.id()) ? changed : session)
                        .toList(),
                quotas);
    }

    private Live without(SessionId id) {
        return new Live(
                running.stream().filter(session -> !session.id().equals(id)).toList(), quotas);
    }

    private Live using(SessionEvent.Charged charged) {
        return using(charged.feature(), charged.seconds(), charged.meter());
    }

    /** With {@code seconds} more of a feature, the last of which the meter has just counted. */
    Live using(LiveFeature feature, long seconds, Meter meter) {
        return seconds == 0
                ? this
                : new Live(
                        running,
                        quotas.with(feature.name(), quotas.used(feature.name()).plus(seconds, meter.countedTo())));
    }
}
