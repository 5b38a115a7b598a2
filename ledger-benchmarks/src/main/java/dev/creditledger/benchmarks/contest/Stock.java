package dev.creditledger.benchmarks.contest;

import com.zaxxer.hikari.HikariDataSource;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.dispatch.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.CachingEventSourcingRepository;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.modelling.command.Repository;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/**
 * Axon 4.13 as its guide puts it together for PostgreSQL, with the choices of somebody who wants it fast: see ADR 0070.
 * Every command is one unit of work and one transaction on the caller's thread.
 */
public final class Stock implements Contender {

    public static final String NAME = "stock";

    private static final String DATABASE = "stock";
    private static final int PREPARED_AT_ONCE = 1_000;
    private static final int ATTEMPTS_MAX = 20;

    /** By default each caller that waits for an account wakes up every 10 ms, and a thousand of them do little else. */
    private static final int LOCK_ATTEMPT_MILLIS = 1_000;

    private static final int LOCK_ATTEMPTS = 300;

    private final BenchDatabase database;
    private final JdbcEventStorageEngine engine;
    private final CommandGateway gateway;
    private volatile HikariDataSource pool;

    private Stock(BenchDatabase database, int connections) {
        this.database = database;
        this.pool = pool(database, connections);
        this.engine = engine();
        this.gateway = gateway(engine);
    }

    public static Stock start(BenchDatabase database, int connections) {
        database.make(DATABASE);
        var stock = new Stock(database, connections);
        inTransaction(() -> stock.engine.createSchema(PostgresEventTableFactory.INSTANCE));
        StockKeys.addTo(stock.pool);
        return stock;
    }

    private static HikariDataSource pool(BenchDatabase database, int connections) {
        return database.pool(DATABASE, DATABASE, connections, false);
    }

    private JdbcEventStorageEngine engine() {
        var serializer = StockJson.serializer();
        return JdbcEventStorageEngine.builder()
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .schema(new EventSchema())
                // Its default looks for an exception that PostgreSQL's driver does not throw.
                .persistenceExceptionResolver(StockKeys::isDuplicate)
                .appendEvents(StockKeys::append)
                .connectionProvider(new UnitOfWorkAwareConnectionProviderWrapper(() -> pool.getConnection()))
                // The unit of work commits the connection.
                .transactionManager(NoTransactionManager.INSTANCE)
                .build();
    }

    private static CommandGateway gateway(JdbcEventStorageEngine engine) {
        Repository<StockAccount> repository = EventSourcingRepository.builder(StockAccount.class)
                .eventStore(EmbeddedEventStore.builder().storageEngine(engine).build())
                .cache(new StrongCache())
                .lockFactory(PessimisticLockFactory.builder()
                        .lockAttemptTimeout(LOCK_ATTEMPT_MILLIS)
                        .acquireAttempts(LOCK_ATTEMPTS)
                        .build())
                .<CachingEventSourcingRepository<StockAccount>>build();
        var bus = SimpleCommandBus.builder().build();
        AggregateAnnotationCommandHandler.<StockAccount>builder()
                .aggregateType(StockAccount.class)
                .repository(repository)
                // The domain's commands have no annotation to find their target by, and reflection is slower.
                .commandTargetResolver(Stock::target)
                .build()
                .subscribe(bus);
        return DefaultCommandGateway.builder().commandBus(bus).build();
    }

    private static VersionedAggregateIdentifier target(CommandMessage<?> message) {
        Object account = ((BoundCommand) message.getPayload()).aggregate();
        return new VersionedAggregateIdentifier(account, null);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Goes on with a pool of this size. Nobody may be calling. */
    public void useConnections(int connections) {
        if (pool.getMaximumPoolSize() == connections) {
            return;
        }
        pool.close();
        pool = pool(database, connections);
    }

    @Override
    public void prepare(List<AccountId> accounts, Traffic traffic, long deductions) {
        var lives = new Lives(accounts, traffic, deductions);
        while (lives.hasNext()) {
            var events = new ArrayList<DomainEventMessage<?>>();
            while (lives.hasNext() && events.size() < PREPARED_AT_ONCE) {
                events.add(message(lives.next()));
            }
            inTransaction(() -> engine.appendEvents(events));
        }
    }

    private static DomainEventMessage<?> message(Lives.Event next) {
        return new GenericDomainEventMessage<>(
                StockAccount.TYPE,
                next.after().id().value(),
                next.sequence(),
                next.event(),
                StockMetaData.of(next.because()));
    }

    private static void inTransaction(Runnable task) {
        DefaultUnitOfWork.startAndGet(null).execute(task);
    }

    /**
     * The same promise as ours: one effect for one key. A key that was used is met as a duplicate when the event is
     * stored; a rejection is believed only if nothing is stored under its key.
     */
    @Override
    public Answer submit(Submission submission) {
        var message = new GenericCommandMessage<>(submission.command(), StockMetaData.of(submission));
        for (var attempt = 1; ; attempt++) {
            try {
                var decision = gateway.<Decision<BoundEvent, Rejection>>sendAndWait(message);
                return switch (decision) {
                    case Decision.Accepted<BoundEvent, Rejection> _ -> Answer.ACCEPTED;
                    case Decision.Rejected<BoundEvent, Rejection> _ ->
                        stored(message).orElse(Answer.REFUSED);
                };
            } catch (ConcurrencyException e) {
                var stored = stored(message);
                if (stored.isPresent()) {
                    return stored.get();
                }
                if (attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
        }
    }

    private Optional<Answer> stored(CommandMessage<BoundCommand> message) {
        return StockKeys.answer(pool, message.getPayload().aggregate(), message.getMetaData());
    }

    @Override
    public Stored stored() {
        return StockKeys.stored(database.superuser(DATABASE));
    }

    @Override
    public void close() {
        pool.close();
    }
}
