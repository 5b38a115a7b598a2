package dev.creditledger.api.live;

import dev.creditledger.api.security.Access;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Cause.Actor;
import dev.creditledger.domain.account.AccountId;
import java.time.Instant;

/**
 * A client that has said who it is.
 *
 * @param account that it comes for
 * @param tokenUntil when its token expires, by the real clock
 */
record Guest(Access access, AccountId account, Instant tokenUntil) {

    /** Of what it asks for. */
    Cause cause(Handshake handshake) {
        var subject = access.caller().subject();
        return new Cause(
                new Actor(subject, access.role()),
                handshake.id(),
                handshake.id(),
                handshake.origin().about(subject));
    }
}
