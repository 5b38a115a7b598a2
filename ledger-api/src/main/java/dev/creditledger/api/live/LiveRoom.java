package dev.creditledger.api.live;

import dev.creditledger.api.live.ClientMessage.Authenticate;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import java.util.Optional;

/** What all connections have in common. */
record LiveRoom(
        SocketSettings settings,
        LiveDesk desk,
        Doorkeeper doorkeeper,
        Beginning beginning,
        Renewals renewals,
        Farewells farewells) {

    /**
     * Waits for the ledger.
     *
     * @param known called when the client has said who it is
     * @throws ProblemException if it may not come in, or no session can start
     */
    Begun welcome(Authenticate authenticate, Handshake handshake, Runnable known) {
        var guest = doorkeeper.admit(authenticate, handshake, known);
        return authenticate
                .resume()
                .map(session -> beginning.resume(session, guest, handshake))
                .orElseGet(() -> beginning.start(guest, handshake));
    }

    /**
     * May wait for the read side.
     *
     * @param position of the end; empty: it is not known
     */
    Farewell farewell(SessionEnded end, Optional<Long> position) {
        var byQuota = end.reason() == EndReason.QUOTA_EXCEEDED || end.reason() == EndReason.QUOTA_FAILED;
        return farewells.of(end, byQuota ? renewals.of(end, position) : Optional.empty());
    }
}
