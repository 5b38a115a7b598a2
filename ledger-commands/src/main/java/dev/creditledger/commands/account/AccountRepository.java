package dev.creditledger.commands.account;

import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.root.AccountRoot;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.axonframework.common.lock.NullLockFactory;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.LockAwareAggregate;

/**
 * Accounts from memory, else from the log. Axon's caching repository keeps live aggregates, which a unit of work changes
 * before it is durable and must throw away when it fails; this one hands out a fresh shell around an immutable state, takes
 * the new state back when told that it is {@link #decided}, and knows the old one for the case that it has to {@link #undo}.
 *
 * <p>It takes no lock: each account belongs to one worker, and between nodes the log's unique sequence decides.
 */
public final class AccountRepository extends EventSourcingRepository<AccountAggregate> {

    private final EventStore eventStore;
    private final EventStorageEngine engine;
    private final ColdAccounts cold;
    private final AccountStates states;
    private final int snapshotEvery;
    private final Consumer<AccountState> snapshots;

    /**
     * @param engine what {@code eventStore} stands on
     * @param snapshotEvery number of events after which an account's state is handed to {@code snapshots}, which must
     *     not block
     */
    public AccountRepository(
            EventStore eventStore,
            EventStorageEngine engine,
            ColdAccounts cold,
            AccountStates states,
            int snapshotEvery,
            Consumer<AccountState> snapshots) {
        super(builder(AccountAggregate.class).eventStore(eventStore).lockFactory(NullLockFactory.INSTANCE));
        this.eventStore = eventStore;
        this.engine = engine;
        this.cold = cold;
        this.states = states;
        this.snapshotEvery = snapshotEvery;
        this.snapshots = snapshots;
    }

    /** The account within the current unit of work; one that does not exist yet is blank. */
    public LoadedAccount account(AccountId id) {
        return new LoadedAccount(load(id.value()).getWrappedAggregate());
    }

    /** Like {@link #account} for one that is known not to exist: nothing is read. */
    public LoadedAccount blank(AccountId id) throws Exception {
        return new LoadedAccount(newInstance(() -> new AccountAggregate(AccountRoot.unopened(id)))
                .getWrappedAggregate());
    }

    /**
     * Brings those that are not in memory there, so that they need not be read one by one.
     *
     * @return those that do not exist yet
     */
    public Set<AccountId> warm(Collection<AccountId> ids) {
        var absent = ids.stream()
                .filter(id -> !states.contains(id.value()))
                .distinct()
                .toList();
        if (absent.isEmpty()) {
            return Set.of();
        }
        var unopened = new HashSet<AccountId>();
        for (var state : cold.read(absent)) {
            if (state.sequence() == AccountState.BLANK) {
                unopened.add(state.account().id());
            } else {
                states.put(state);
            }
        }
        return unopened;
    }

    /** What is decided next builds on it. */
    public void decided(LoadedAccount loaded) {
        remember(loaded.state());
    }

    /** Its events are not going to be written: it is again as it was loaded. */
    public void undo(LoadedAccount loaded) {
        remember(loaded.before());
    }

    private void remember(AccountState state) {
        if (state.sequence() == AccountState.BLANK) {
            states.evict(state.account().id().value());
        } else {
            states.put(state);
        }
    }

    /** Its events are on disk. */
    public void durable(LoadedAccount loaded) {
        if (loaded.hasPassed(snapshotEvery)) {
            snapshots.accept(loaded.state());
        }
    }

    @Override
    protected EventSourcedAggregate<AccountAggregate> doLoadWithLock(String id, Long expectedVersion) {
        var cached = states.find(id);
        if (cached.isPresent()) {
            return shell(cached.get());
        }
        try {
            return super.doLoadWithLock(id, expectedVersion);
        } catch (AggregateNotFoundException e) {
            return shell(new AccountState(AccountRoot.unopened(new AccountId(id)), AccountState.BLANK));
        }
    }

    /** Without a look at what the unit of work has staged: an account is loaded before it has events there. */
    @Override
    protected DomainEventStream readEvents(String id) {
        return engine.readSnapshot(id)
                .map(snapshot -> DomainEventStream.concat(
                        DomainEventStream.of(snapshot), engine.readEvents(id, snapshot.getSequenceNumber() + 1)))
                .orElseGet(() -> engine.readEvents(id));
    }

    private EventSourcedAggregate<AccountAggregate> shell(AccountState state) {
        return EventSourcedAggregate.reconstruct(
                new AccountAggregate(state.account()),
                aggregateModel(),
                state.sequence(),
                false,
                eventStore,
                NoSnapshotTriggerDefinition.TRIGGER);
    }

    /** Axon would look through all aggregates of the unit of work here, only to save one that needs no saving. */
    @Override
    protected void prepareForCommit(
            LockAwareAggregate<AccountAggregate, EventSourcedAggregate<AccountAggregate>> aggregate) {}
}
