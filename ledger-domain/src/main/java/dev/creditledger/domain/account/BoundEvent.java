package dev.creditledger.domain.account;

import dev.creditledger.domain.Event;
import java.util.OptionalLong;

/**
 * What happened within an account's consistency boundary. Each event says the balance after it, so that it alone answers
 * the command that caused it, on every retry.
 */
public interface BoundEvent extends Event {

    AccountId account();

    /** The balance right after this event. */
    Balance balance();

    @Override
    default String aggregate() {
        return account().value();
    }

    /** Hash of the key under which the ledger itself caused it, so that it happens once whatever races. */
    default OptionalLong ledgerKeyHash() {
        return OptionalLong.empty();
    }
}
