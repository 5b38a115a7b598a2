package dev.creditledger.api.live;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import java.time.Instant;
import java.util.Optional;

/** The session of a connection, and whose it is. */
final class LiveSession {

    private final OpenSession opened;
    private final SessionMeter meter;
    private final Cause client;
    private Instant tokenUntil;

    /** What is said at its end, when that is more than the end itself. */
    private Optional<Farewell> farewell = Optional.empty();

    /** @param client the cause of what its client asks for */
    LiveSession(OpenSession opened, SessionMeter meter, Cause client) {
        this.opened = opened;
        this.meter = meter;
        this.client = client;
        this.tokenUntil = opened.guest().tokenUntil();
    }

    OpenSession opened() {
        return opened;
    }

    SessionMeter meter() {
        return meter;
    }

    /** Its client stops. */
    void stop() {
        meter.end(EndReason.USER_STOPPED, client);
    }

    /** Its client has done what ends it. */
    void fail(Farewell words) {
        farewell = farewell.or(() -> Optional.of(words));
        meter.end(EndReason.ERROR, client);
    }

    boolean isExpired(Instant realNow) {
        return !realNow.isBefore(tokenUntil);
    }

    void refreshed(Instant until) {
        tokenUntil = until;
    }

    Optional<Farewell> farewell(SessionEnded end) {
        return farewell.map(words ->
                words.with(Message.of("error").with("session_ended", true)).with(Message.endOf(end)));
    }
}
