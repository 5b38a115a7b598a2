package dev.creditledger.projections.session;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.session.Grant;
import dev.creditledger.domain.session.Meter;
import dev.creditledger.domain.session.SessionEvent.HeartbeatReceived;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionResumed;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.session.SessionId;
import java.util.Optional;

/** What a batch of events changes in one session. What is empty stays as it is in its row. */
final class SessionChange {

    /** @param position of its event */
    record Start(SessionStarted event, long position) {}

    final String account;
    final SessionId session;
    long position;
    Optional<Start> start = Optional.empty();
    Optional<String> node = Optional.empty();
    Optional<Integer> connection = Optional.empty();
    Optional<Meter> meter = Optional.empty();
    Optional<Credits> charged = Optional.empty();
    Optional<Long> sequence = Optional.empty();
    Optional<Grant> grant = Optional.empty();
    Optional<SessionEnded> end = Optional.empty();

    SessionChange(String account, SessionId session) {
        this.account = account;
        this.session = session;
    }

    void start(SessionStarted event) {
        start = Optional.of(new Start(event, position));
        node = event.node();
        connection = Optional.of(1);
        meter = Optional.of(new Meter(0, event.occurredAt(), event.occurredAt()));
        charged = Optional.of(Credits.ZERO);
        sequence = Optional.of(0L);
        grant = Optional.of(event.grant());
    }

    void resume(SessionResumed event) {
        node = event.node();
        connection = Optional.of(event.connection());
        meter = Optional.of(event.meter());
        grant = Optional.of(event.grant());
    }

    void hear(HeartbeatReceived event) {
        meter = Optional.of(event.meter());
    }

    void checkpoint(SessionCheckpointed event) {
        meter = Optional.of(event.meter());
        charged = Optional.of(event.charged());
        sequence = event.sequence().or(() -> sequence);
        grant = Optional.of(event.grant());
    }

    void end(SessionEnded event) {
        meter = Optional.of(event.meter());
        charged = Optional.of(event.charged());
        end = Optional.of(event);
    }
}
