package dev.creditledger.commands.account;

import dev.creditledger.domain.Decision;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountRejection;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventsourcing.EventSourcedAggregate;

/** An account within one unit of work. */
public final class LoadedAccount {

    private final EventSourcedAggregate<AccountAggregate> aggregate;
    private final AccountState before;

    LoadedAccount(EventSourcedAggregate<AccountAggregate> aggregate) {
        this.aggregate = aggregate;
        this.before = state();
    }

    public Account account() {
        return aggregate.getAggregateRoot().account();
    }

    /** Lets the account decide, and applies what follows. */
    @SuppressWarnings("unchecked") // the handlers of the aggregate return nothing else
    public Decision<AccountEvent, AccountRejection> handle(CommandMessage<? extends AccountCommand> command)
            throws Exception {
        return (Decision<AccountEvent, AccountRejection>) aggregate.handle(command);
    }

    /** Whether it has events in this unit of work. */
    public boolean isTouched() {
        return sequence() != before.sequence();
    }

    public long sequence() {
        var version = aggregate.version();
        return version == null ? AccountState.BLANK : version;
    }

    /** The last event it had when it was loaded. */
    public long loadedSequence() {
        return before.sequence();
    }

    /** As it was loaded. */
    AccountState before() {
        return before;
    }

    AccountState state() {
        return new AccountState(account(), sequence());
    }

    /** Whether a multiple of {@code every} events was reached in this unit of work. */
    boolean hasPassed(int every) {
        return (sequence() + 1) / every != (before.sequence() + 1) / every;
    }
}
