package dev.creditledger.projections.statement;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Personal.Sealed;
import dev.creditledger.domain.account.AccountEvent;
import org.jspecify.annotations.Nullable;

/** An event on its way into the statement. */
record Entry(AccountEvent event, Booking booking, Cause cause, long position) {

    @Nullable String subject() {
        return event.personal() instanceof Sealed sealed ? sealed.subject().value() : null;
    }

    @Nullable String ciphertext() {
        return event.personal() instanceof Sealed sealed ? sealed.ciphertext() : null;
    }
}
