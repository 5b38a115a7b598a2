package dev.creditledger.commands.bus;

import static dev.creditledger.log.store.LogMetaData.CAUSE;
import static dev.creditledger.log.store.LogMetaData.FINGERPRINT;
import static dev.creditledger.log.store.LogMetaData.IDEMPOTENCY_KEY;
import static dev.creditledger.log.store.LogMetaData.KEY_HASH;

import dev.creditledger.commands.account.AccountRepository;
import dev.creditledger.commands.account.AccountStates;
import dev.creditledger.commands.account.ColdAccounts;
import dev.creditledger.commands.account.SnapshotWriter;
import dev.creditledger.commands.bus.Work.Authorize;
import dev.creditledger.commands.bus.Work.Decide;
import dev.creditledger.commands.bus.Work.Once;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.KeyedId;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.MetaData;

/**
 * Deals commands to workers by their account, so that an account's commands are decided one after the other, in the
 * order in which they came, by a thread that has its state at hand.
 *
 * <p>What can be done without the account is done here, on the caller's thread: fingerprints and hashes.
 */
public final class AccountDispatch implements Dispatch, AutoCloseable {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Vault vault;
    private final Supplier<Optional<String>> refusal;
    private final List<Worker> workers;
    private final CommandMetrics metrics;

    private AccountDispatch(
            Vault vault, Supplier<Optional<String>> refusal, List<Worker> workers, CommandMetrics metrics) {
        this.vault = vault;
        this.refusal = refusal;
        this.workers = List.copyOf(workers);
        this.metrics = metrics;
    }

    /** @param refusal why nothing may be written now, if so; questions are answered nevertheless */
    public static AccountDispatch start(
            BusSettings settings,
            EventLog log,
            EventStorageEngine engine,
            SnapshotWriter snapshots,
            Vault vault,
            Supplier<Optional<String>> refusal,
            MeterRegistry registry) {
        var metrics = new CommandMetrics(registry);
        var states = new AccountStates(settings.openThingsMax());
        var store = EmbeddedEventStore.builder().storageEngine(engine).build();
        var cold = new ColdAccounts(log, snapshots.store());
        var accounts = new AccountRepository(store, engine, cold, states, settings.snapshotEvery(), snapshots::offer);
        var workers = IntStream.range(0, settings.workers())
                .mapToObj(number -> {
                    var inbox = new Inbox(settings.waitingMax());
                    metrics.watch(number, inbox);
                    var runner = new BatchRunner(accounts, states, log, new RecentKeys(), metrics);
                    return Worker.start(number, inbox, settings.batchMax(), runner);
                })
                .toList();
        return new AccountDispatch(vault, refusal, workers, metrics);
    }

    @Override
    public List<CompletableFuture<Outcome>> submitAll(List<Submission> submissions) {
        return submissions.stream().map(this::submit).toList();
    }

    @Override
    public CompletableFuture<Outcome> submit(Submission submission) {
        return offer(new Work(submission.command().account(), decide(submission)));
    }

    @Override
    public CompletableFuture<Outcome> authorize(AccountId account, Credits amount, Instant at) {
        return offer(new Work(account, new Authorize(amount, at)));
    }

    private Decide decide(Submission submission) {
        var command = submission.command();
        var metaData = new HashMap<String, Object>();
        metaData.put(CAUSE, submission.cause());
        var once = submission.once().map(asked -> once(command, asked));
        once.ifPresent(known -> {
            metaData.put(IDEMPOTENCY_KEY, known.key());
            metaData.put(KEY_HASH, known.hash());
            metaData.put(FINGERPRINT, known.fingerprint());
        });
        return new Decide(new GenericCommandMessage<>(command, MetaData.from(metaData)), once);
    }

    private Once once(BoundCommand command, Submission.Once asked) {
        var hash = KeyedId.hash(KeyedId.of(command.account(), asked.key()));
        return new Once(asked.key(), hash, vault.fingerprint(asked.request()));
    }

    private CompletableFuture<Outcome> offer(Work work) {
        if (work.task() instanceof Decide) {
            var refused = refusal.get();
            if (refused.isPresent()) {
                work.answer(new Outcome.Unavailable(refused.get()));
                return work.outcome();
            }
        }
        switch (worker(work.account()).offer(work)) {
            case ADMITTED -> {}
            case FULL -> {
                metrics.overloaded();
                work.answer(new Outcome.Overloaded(RETRY_AFTER));
            }
            case CLOSED -> work.answer(new Outcome.Unavailable("the server is shutting down"));
        }
        return work.outcome();
    }

    private Worker worker(AccountId account) {
        return workers.get(Math.floorMod(spread(account.value().hashCode()), workers.size()));
    }

    /** Similar names must not all go to the same worker. */
    private static int spread(int hash) {
        return (hash * 0x9E3779B9) >>> 16;
    }

    /** Refuses what comes, finishes what was accepted, then returns. */
    @Override
    public void close() {
        workers.forEach(Worker::takeNoMore);
        workers.forEach(Worker::awaitEnd);
    }
}
