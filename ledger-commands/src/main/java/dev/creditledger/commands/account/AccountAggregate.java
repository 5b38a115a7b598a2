package dev.creditledger.commands.account;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;

import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.ChargeUsage;
import dev.creditledger.domain.account.AccountCommand.CloseAccount;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountCommand.DeductFeature;
import dev.creditledger.domain.account.AccountCommand.FreezeAccount;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.OpenAccount;
import dev.creditledger.domain.account.AccountCommand.PlaceHold;
import dev.creditledger.domain.account.AccountCommand.ReleaseHold;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountCommand.RevokeGrant;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountCommand.UnfreezeAccount;
import dev.creditledger.domain.account.AccountCommand.WriteOff;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.quota.QuotaCommand.SetAccountQuota;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.domain.session.SessionCommand.CheckpointSession;
import dev.creditledger.domain.session.SessionCommand.EndSession;
import dev.creditledger.domain.session.SessionCommand.Heartbeat;
import dev.creditledger.domain.session.SessionCommand.ResumeSession;
import dev.creditledger.domain.session.SessionCommand.StartSession;
import dev.creditledger.domain.session.SessionCommand.WatchSession;
import dev.creditledger.domain.subscription.SubscriptionCommand.SetSubscription;
import dev.creditledger.log.store.LogMetaData;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What Axon sees of an account. It decides nothing: an {@link AccountRoot} does, and its answer is handed back as it is,
 * rejections included.
 *
 * <p>An account that does not exist yet is asked like any other and says so itself; hence every handler may create the
 * shell, and only an accepted command leaves something behind.
 */
@AggregateRoot(type = AccountAggregate.TYPE)
public class AccountAggregate {

    static final String TYPE = "account";

    private @Nullable AccountRoot account;

    /** For Axon, which fills it with events. */
    AccountAggregate() {}

    AccountAggregate(AccountRoot account) {
        on(account);
    }

    @AggregateIdentifier
    @Nullable String id() {
        return account == null ? null : account.id().value();
    }

    public AccountRoot account() {
        if (account == null) {
            throw new IllegalStateException("the account's shell is still empty");
        }
        return account;
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(OpenAccount command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(GrantCredits command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(RevokeGrant command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(DeductCredits command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(ChargeUsage command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(ReverseDeduction command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(PlaceHold command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(CaptureHold command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(ReleaseHold command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(FreezeAccount command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(UnfreezeAccount command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(CloseAccount command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(DeductFeature command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(WriteOff command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(SetSubscription command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(SettleDue command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(StartSession command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(ResumeSession command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(Heartbeat command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(CheckpointSession command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(EndSession command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(WatchSession command, MetaData cause) {
        return decide(command, cause);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    Decision<BoundEvent, Rejection> handle(SetAccountQuota command, MetaData cause) {
        return decide(command, cause);
    }

    @EventSourcingHandler
    void on(BoundEvent event) {
        on(known(event.account()).evolve(event));
    }

    /** A snapshot takes the place of all events before it. */
    @EventSourcingHandler
    final void on(AccountRoot snapshot) {
        account = snapshot;
    }

    private Decision<BoundEvent, Rejection> decide(BoundCommand command, MetaData cause) {
        var decision = known(command.account()).decide(command);
        if (decision instanceof Accepted<BoundEvent, Rejection>(var events) && !events.isEmpty()) {
            apply(events, cause);
        }
        return decision;
    }

    /** The last event answers the command: it alone carries the key, so that one key finds one event. */
    private static void apply(List<BoundEvent> events, MetaData cause) {
        var last = events.size() - 1;
        if (last > 0) {
            var causeOnly = cause.subset(LogMetaData.CAUSE);
            events.subList(0, last).forEach(event -> AggregateLifecycle.apply(event, causeOnly));
        }
        AggregateLifecycle.apply(events.get(last), cause);
    }

    private AccountRoot known(AccountId of) {
        return account == null ? AccountRoot.unopened(of) : account;
    }
}
