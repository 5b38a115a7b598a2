package dev.creditledger.benchmarks.contest;

import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.root.AccountRoot;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;
import org.jspecify.annotations.Nullable;

/** The domain's account in the shell that Axon asks for. Accounts are opened in bulk, so it only deducts. */
@AggregateRoot(type = StockAccount.TYPE)
public class StockAccount {

    static final String TYPE = "account";

    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable AccountRoot account;

    /** For Axon, which fills it with events. */
    StockAccount() {}

    @CommandHandler
    Decision<BoundEvent, Rejection> handle(DeductCredits command, MetaData cause) {
        if (account == null) {
            throw new IllegalStateException("Axon loads an account before it asks it");
        }
        var decision = account.decide(command);
        if (decision instanceof Accepted<BoundEvent, Rejection>(var events)) {
            events.forEach(event -> AggregateLifecycle.apply(event, cause));
        }
        return decision;
    }

    @EventSourcingHandler
    void on(BoundEvent event) {
        id = event.aggregate();
        account = (account == null ? AccountRoot.unopened(event.account()) : account).evolve(event);
    }

    @Override
    public String toString() {
        return "StockAccount[" + id + "]";
    }
}
