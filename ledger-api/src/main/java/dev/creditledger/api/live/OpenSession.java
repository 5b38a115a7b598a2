package dev.creditledger.api.live;

import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.session.Grant;
import dev.creditledger.domain.session.Meter;
import dev.creditledger.domain.session.SessionId;

/**
 * A session that runs from now on by a connection.
 *
 * @param connection which of its connections, from 1
 * @param message with which its client is told
 */
record OpenSession(Guest guest, SessionId session, int connection, Meter meter, Grant grant, Message message) {
    AccountId account() {
        return guest.account();
    }
}
