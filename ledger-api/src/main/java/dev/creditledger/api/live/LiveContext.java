package dev.creditledger.api.live;

import dev.creditledger.api.live.ClientMessage.Authenticate;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections have in common. */
record LiveContext(
        SocketSettings settings,
        LiveDesk desk,
        Doorkeeper doorkeeper,
        Turnstile turnstile,
        SessionOpening opening,
        Connections connections,
        Renewals renewals,
        Farewells farewells) {

    private static final Logger LOG = LoggerFactory.getLogger(LiveContext.class);

    /**
     * Waits for the ledger.
     *
     * @param known called when the client has said who it is
     * @throws ProblemException if it may not come in, or no session can start
     */
    OpenSession welcome(Authenticate authenticate, Handshake handshake, Runnable known) {
        var token = doorkeeper.recognise(authenticate, known);
        return turnstile.pass(() -> {
            var guest = doorkeeper.admit(token, authenticate, handshake);
            return authenticate
                    .resume()
                    .map(session -> opening.resume(session, guest, handshake))
                    .orElseGet(() -> opening.start(guest, handshake));
        });
    }

    /**
     * May wait for the read side.
     *
     * @param position of the end; empty: it is not known
     */
    Farewell farewell(SessionEnded end, Optional<Long> position) {
        var byQuota = end.reason() == EndReason.QUOTA_EXCEEDED || end.reason() == EndReason.QUOTA_FAILED;
        return farewells.of(end, byQuota ? renewal(end, position) : Optional.empty());
    }

    /** Without it the farewell says less, but it is said. */
    private Optional<Instant> renewal(SessionEnded end, Optional<Long> position) {
        try {
            return renewals.of(end, position);
        } catch (RuntimeException e) {
            LOG.warn("When a quota renews could not be looked up: {}", e.toString());
            return Optional.empty();
        }
    }
}
