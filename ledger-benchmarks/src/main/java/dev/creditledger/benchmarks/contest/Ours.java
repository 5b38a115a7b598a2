package dev.creditledger.benchmarks.contest;

import com.zaxxer.hikari.HikariDataSource;
import dev.creditledger.commands.account.SnapshotWriter;
import dev.creditledger.commands.bus.AccountDispatch;
import dev.creditledger.commands.bus.BusSettings;
import dev.creditledger.commands.clock.ClockGuard;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.PostgresEventStorageEngine;
import dev.creditledger.log.store.SnapshotStore;
import dev.creditledger.log.vault.MasterKey;
import dev.creditledger.log.vault.Vault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.sql.SQLException;
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
    private static final int MASTER_KEY_BYTES = 32;
    private static final String MASTER_KEY = newMasterKey();
    private static final Duration CLOCK_CHECKED_EVERY = Duration.ofSeconds(5);
    /** The defaults of {@code ledger.commands}. */
    private static final BusSettings SETTINGS = new BusSettings(1, 10_000, 1_000, 200_000, 500);

    private static final String STORED = """
            WITH amounts AS (
                SELECT aggregate,
                       type = 'account.credits-deducted' AS deducted,
                       (payload ->> 'amount')::numeric * 1000000 AS millionths
                FROM log.events
                WHERE type IN ('account.credits-deducted', 'account.credits-granted')
            ), accounts AS (
                SELECT count(*) FILTER (WHERE deducted) AS deductions,
                       coalesce(sum(millionths) FILTER (WHERE deducted), 0) AS deducted,
                       coalesce(sum(millionths) FILTER (WHERE NOT deducted), 0) AS granted
                FROM amounts
                GROUP BY aggregate
            )
            SELECT coalesce(sum(deductions), 0), coalesce(sum(deducted), 0)::bigint,
                   count(*) FILTER (WHERE deducted > granted)
            FROM accounts""";

    private static final String DIFFERS = """
            WITH fold AS (
                SELECT aggregate,
                       max(sequence) AS sequence,
                       sum((payload ->> 'amount')::numeric * 1000000)
                           FILTER (WHERE type = 'account.credits-granted') AS granted,
                       sum((payload ->> 'amount')::numeric * 1000000)
                           FILTER (WHERE type = 'account.credits-deducted') AS deducted
                FROM log.events
                GROUP BY aggregate
            )
            SELECT count(*)
            FROM fold
                     FULL JOIN projection.account a ON a.account_id = fold.aggregate
            WHERE (fold.sequence, coalesce(fold.granted, 0), coalesce(fold.deducted, 0),
                   coalesce(fold.granted, 0) - coalesce(fold.deducted, 0))
                      IS DISTINCT FROM (a.sequence, a.granted, a.deducted, a.available)""";

    private final BenchDatabase database;
    private final String name;
    private final HikariDataSource pool;
    private final Vault vault;
    private final EventLog log;
    private final SnapshotStore store;
    private final ClockGuard clock;
    private final SnapshotWriter snapshots;
    private final AccountDispatch dispatch;
    private final Optional<ReadSide> reading;

    private Ours(BenchDatabase database, String name, boolean reads) {
        var metrics = new SimpleMeterRegistry();
        this.database = database;
        this.name = name;
        this.pool = database.ledger(name, CONNECTIONS);
        this.vault = Vault.open(pool, MasterKey.parse(MASTER_KEY));
        this.log = new EventLog(pool, vault);
        this.store = new SnapshotStore(pool);
        this.clock = new ClockGuard(pool, InstantSource.system(), metrics).start(CLOCK_CHECKED_EVERY);
        this.snapshots = new SnapshotWriter(store);
        this.dispatch = AccountDispatch.start(
                SETTINGS, log, new PostgresEventStorageEngine(log, store), snapshots, vault, clock::refusal, metrics);
        this.reading = reads ? Optional.of(new ReadSide(pool, vault, log)) : Optional.empty();
    }

    /** @param name of the contender and of its database, which is made */
    public static Ours start(BenchDatabase database, String name) {
        database.makeLedger(name);
        return again(database, name);
    }

    /** Like {@link #start}, with projections that keep up: what they take until they have caught up counts. */
    public static Ours withProjections(BenchDatabase database, String name) {
        database.makeLedger(name);
        return new Ours(database, name, true);
    }

    /** One that knows nothing yet of what an earlier one left in its database. */
    public static Ours again(BenchDatabase database, String name) {
        return new Ours(database, name, false);
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

    /** Makes all projections anew. */
    public void rebuild() {
        reading.orElseThrow().rebuild();
    }

    /** Events in the log. */
    public long events() {
        return log.head();
    }

    /** Accounts whose projected row differs from what their events say. */
    public long unlikeTheLog() {
        try (var connection = database.superuser(name).getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(DIFFERS)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the projections", e);
        }
    }

    @Override
    public Stored stored() {
        try (var connection = database.superuser(name).getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(STORED)) {
            rows.next();
            return new Stored(rows.getLong(1), new Credits(rows.getLong(2)), rows.getLong(3));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read what is stored", e);
        }
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
