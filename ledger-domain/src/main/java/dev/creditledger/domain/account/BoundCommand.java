package dev.creditledger.domain.account;

import dev.creditledger.domain.Command;

/** A command that is decided within an account's consistency boundary, by whichever part of it. */
public interface BoundCommand extends Command {

    AccountId account();

    @Override
    default String aggregate() {
        return account().value();
    }
}
