package dev.creditledger.benchmarks.contest;

import com.zaxxer.hikari.HikariDataSource;
import dev.creditledger.commands.account.SnapshotWriter;
import dev.creditledger.commands.bus.AccountDispatch;
import dev.creditledger.commands.bus.BusSettings;
import dev.creditledger.commands.clock.ClockGuard;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.simulation.Assumptions;
import dev.creditledger.domain.simulation.SimulationReport;
import dev.creditledger.domain.simulation.Timespan;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.PostgresEventStorageEngine;
import dev.creditledger.log.store.SnapshotStore;
import dev.creditledger.log.vault.MasterKey;
import dev.creditledger.log.vault.Vault;
import dev.creditledger.projections.simulation.Simulator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** The write side of this project, put together as the application does, and called through its door. */
public final class Ours implements Contender {

    public static final String NAME = "ours";

    private static final int CONNECTIONS = 10;
    private static final int SIMULATION_LISTS = 20;
    private static final int MASTER_KEY_BYTES = 32;
    private static final String MASTER_KEY = newMasterKey();
    private static final Duration CLOCK_CHECKED_EVERY = Duration.ofSeconds(5);
    /** The defaults of {@code ledger.commands}. */
    public static final int SNAPSHOT_EVERY = 500;

    private static final BusSettings SETTINGS = new BusSettings(1, 10_000, 1_000, 200_000, SNAPSHOT_EVERY);

    private final String name;
    private final Books books;
    private final HikariDataSource pool;
    private final Vault vault;
    private final EventLog log;
    private final SnapshotStore store;
    private final ClockGuard clock;
    private final SnapshotWriter snapshots;
    private final Optional<ReadSide> reading;
    private AccountDispatch dispatch;

    private Ours(BenchDatabase database, String name, boolean reads) {
        this.name = name;
        this.books = new Books(database, name);
        this.pool = database.ledger(name, CONNECTIONS);
        this.vault = Vault.open(pool, MasterKey.parse(MASTER_KEY));
        this.log = new EventLog(pool, vault);
        this.store = new SnapshotStore(pool);
        this.clock = new ClockGuard(pool, InstantSource.system(), new SimpleMeterRegistry()).start(CLOCK_CHECKED_EVERY);
        this.snapshots = new SnapshotWriter(store);
        this.dispatch = dispatch();
        this.reading = reads ? Optional.of(new ReadSide(pool, vault, log)) : Optional.empty();
    }

    private AccountDispatch dispatch() {
        return AccountDispatch.start(
                SETTINGS,
                log,
                new PostgresEventStorageEngine(log, store),
                snapshots,
                vault,
                clock::now,
                new SimpleMeterRegistry());
    }

    /** @param name of the contender and of its database, which is made */
    public static Ours start(BenchDatabase database, String name) {
        database.makeLedger(name);
        return new Ours(database, name, false);
    }

    /** Like {@link #start}, with projections: what they take until they have caught up counts. */
    public static Ours withProjections(BenchDatabase database, String name) {
        database.makeLedger(name);
        return new Ours(database, name, true);
    }

    /** Forgets all accounts, so that each is loaded when it is next asked for. Nobody may be calling. */
    public void forget() {
        dispatch.close();
        dispatch = dispatch();
    }

    /** In Base64, for as long as the run lasts. */
    public static String masterKey() {
        return MASTER_KEY;
    }

    private static String newMasterKey() {
        var bytes = new byte[MASTER_KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare(List<AccountId> accounts, Traffic traffic, long deductions) {
        new Filling(log, vault, store, SETTINGS.snapshotEvery()).fill(new Lives(accounts, traffic, deductions));
    }

    /** Like {@link #prepare}, with token usage that is rated. */
    public void prepareUsage(List<AccountId> accounts, TokenTraffic tokens, long requests) {
        new Filling(log, vault, store, SETTINGS.snapshotEvery())
                .fill(new Lives(accounts, Traffic.SMALL_CHARGES, tokens::charge, requests));
    }

    /** What all that is in the log would have cost. */
    public SimulationReport simulate(Assumptions assumed, Timespan time) {
        return new Simulator(log).simulate(assumed, time, SIMULATION_LISTS, (_, _) -> {});
    }

    @Override
    public Answer submit(Submission submission) throws ExecutionException, InterruptedException {
        return answer(dispatch.submit(submission).get());
    }

    private static Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted accepted -> accepted.replayed() ? Answer.REPLAYED : Answer.ACCEPTED;
            case Outcome.Rejected _ -> Answer.REFUSED;
            case Outcome.KeyReused _ -> Answer.KEY_REUSED;
            case Outcome.NothingToDo _,
                    Outcome.Authorized _,
                    Outcome.KeyInUse _,
                    Outcome.Overloaded _,
                    Outcome.Unknown _,
                    Outcome.Unavailable _ ->
                throw new IllegalStateException("a deduction was answered with " + outcome);
        };
    }

    /** Until the read side, if there is one, has seen all. */
    @Override
    public void settle() {
        reading.ifPresent(ReadSide::awaitCaughtUp);
    }

    /** Asks how far the read side is behind, until it is closed. */
    public Lag lag() {
        return reading.orElseThrow().lag();
    }

    /** Makes all projections anew. */
    public void rebuild() {
        reading.orElseThrow().rebuild();
    }

    /** What its database holds. */
    public Books books() {
        return books;
    }

    @Override
    public Stored stored() {
        return books.stored();
    }

    @Override
    public void close() {
        dispatch.close();
        reading.ifPresent(ReadSide::close);
        snapshots.close();
        clock.close();
        pool.close();
    }
}
