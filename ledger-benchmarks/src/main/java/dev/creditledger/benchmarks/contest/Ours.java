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
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** The write side of this project, put together as the application does, and called through its door. */
public final class Ours implements Contender {

    public static final String NAME = "ours";

    private static final int CONNECTIONS = 10;
    private static final int MASTER_KEY_BYTES = 32;
    private static final int PREPARED_AT_ONCE = 500;
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

    private final BenchDatabase database;
    private final HikariDataSource pool;
    private final ClockGuard clock;
    private final SnapshotWriter snapshots;
    private final AccountDispatch dispatch;

    private Ours(BenchDatabase database, HikariDataSource pool) {
        var metrics = new SimpleMeterRegistry();
        var vault = Vault.open(pool, masterKey());
        var log = new EventLog(pool, vault);
        var store = new SnapshotStore(pool);
        this.database = database;
        this.pool = pool;
        this.clock = new ClockGuard(pool, InstantSource.system(), metrics).start(CLOCK_CHECKED_EVERY);
        this.snapshots = new SnapshotWriter(store);
        this.dispatch = AccountDispatch.start(
                SETTINGS, log, new PostgresEventStorageEngine(log, store), snapshots, vault, clock::refusal, metrics);
    }

    public static Ours start(BenchDatabase database) {
        return new Ours(database, database.ledger(CONNECTIONS));
    }

    /** A key for as long as the run lasts. */
    public static MasterKey masterKey() {
        var bytes = new byte[MASTER_KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return MasterKey.parse(Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void prepare(List<AccountId> accounts, Traffic traffic) {
        for (var from = 0; from < accounts.size(); from += PREPARED_AT_ONCE) {
            var some = accounts.subList(from, Math.min(accounts.size(), from + PREPARED_AT_ONCE));
            submitAll(some, traffic::opening);
            submitAll(some, traffic::granting);
        }
    }

    private void submitAll(List<AccountId> accounts, Function<AccountId, Submission> command) {
        for (var outcome : dispatch.submitAll(accounts.stream().map(command).toList())) {
            if (answer(outcome.join()) != Answer.ACCEPTED) {
                throw new IllegalStateException("an account cannot be prepared");
            }
        }
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

    @Override
    public Stored stored() {
        try (var connection = database.superuser(BenchDatabase.LEDGER).getConnection();
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
        snapshots.close();
        clock.close();
        pool.close();
    }
}
