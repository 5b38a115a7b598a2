package dev.creditledger.commands.bus;

import static dev.creditledger.commands.Samples.grant;
import static dev.creditledger.commands.Samples.key;
import static dev.creditledger.commands.Samples.open;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.commands.account.SnapshotWriter;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Cause.Actor;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.PostgresEventStorageEngine;
import dev.creditledger.log.store.SnapshotStore;
import dev.creditledger.log.store.StoredEvent;
import dev.creditledger.log.vault.Vault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import javax.sql.DataSource;

/** A whole write side on a database, as one node of a cluster has it. */
public final class Node implements AutoCloseable {

    public static final BusSettings SETTINGS = new BusSettings(2, 10_000, 1_000, 100_000, 500);

    private static final Actor CALLER = new Actor(new SubjectId("a-service"), Role.SERVICE);

    public final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    public final EventLog log;
    public final SnapshotStore snapshots;
    public final AccountDispatch dispatch;
    private final SnapshotWriter snapshotWriter;

    /** Why it may not write now, if so. */
    volatile Optional<String> refusal = Optional.empty();

    public Node(TestDatabase database) {
        this(database, database.app(), SETTINGS);
    }

    public Node(TestDatabase database, DataSource connections, BusSettings settings) {
        this(Vault.open(database.app(), database.masterKey()), connections, settings, EventLog::new);
    }

    public Node(
            Vault vault, DataSource connections, BusSettings settings, BiFunction<DataSource, Vault, EventLog> logs) {
        log = logs.apply(connections, vault);
        snapshots = new SnapshotStore(connections);
        snapshotWriter = new SnapshotWriter(snapshots);
        dispatch = AccountDispatch.start(
                settings,
                log,
                new PostgresEventStorageEngine(log, snapshots),
                snapshotWriter,
                vault,
                () -> refusal,
                metrics);
    }

    /** An account with one grant under the key {@code grant}. */
    public void openWith(AccountId account, long amount) {
        assertThat(now(open(account), "open")).isInstanceOf(Outcome.Accepted.class);
        assertThat(now(grant(account, amount, "grant"), "grant")).isInstanceOf(Outcome.Accepted.class);
    }

    public CompletableFuture<Outcome> submit(BoundCommand command, String key) {
        return dispatch.submit(submission(command, key));
    }

    /** A request says what its command says, so that the same command under the same key is a retry. */
    public static Submission submission(BoundCommand command, String key) {
        return submission(command, key, "POST " + command);
    }

    public static Submission submission(BoundCommand command, String key, String request) {
        var cause = new Cause(CALLER, "request", "request", Personal.NONE);
        return new Submission(command, cause, Optional.of(new Once(key(key), request)));
    }

    public Outcome now(BoundCommand command, String key) {
        return await(submit(command, key));
    }

    public static Outcome await(CompletableFuture<Outcome> outcome) {
        return outcome.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** The account as the log alone has it. */
    public Account replayed(AccountId id) {
        return root(id).account();
    }

    /** All within its boundary, as the log alone has it. */
    public AccountRoot root(AccountId id) {
        var root = AccountRoot.unopened(id);
        for (var stored : events(id)) {
            root = root.evolve((BoundEvent) stored.event());
        }
        return root;
    }

    public List<StoredEvent> events(AccountId id) {
        return log.ofAggregate(id.value(), 0, 1_000_000);
    }

    public double count(String metric) {
        return metrics.get(metric).counter().count();
    }

    @Override
    public void close() {
        dispatch.close();
        snapshotWriter.close();
    }
}
