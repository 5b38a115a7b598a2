package dev.creditledger.commands.account;

import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.root.AccountRoot;
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

    public AccountRoot account() {
        return aggregate.getAggregateRoot().account();
    }

    /** Lets the account decide, and applies what follows. */
    @SuppressWarnings("unchecked") // the handlers of the aggregate return nothing else
    public Decision<BoundEvent, Rejection> handle(CommandMessage<? extends BoundCommand> command) throws Exception {
        return (Decision<BoundEvent, Rejection>) aggregate.handle(command);
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
