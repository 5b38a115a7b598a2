package dev.creditledger.api.limits;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.creditledger.api.database.DatabaseSettings;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import io.github.bucket4j.postgresql.PostgreSQLSelectForUpdateBasedProxyManager;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What callers have used of their limits on all nodes, as rows of the database. It has few connections of its own, which
 * give up soon: neither many callers nor a slow database can take from the ledger's.
 */
final class SharedBuckets implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SharedBuckets.class);

    private static final int CONNECTIONS_MAX = 3;
    private static final Duration KEPT_BEYOND_USE = Duration.ofMinutes(5);
    private static final int REMOVED_AT_ONCE = 500;
    private static final int REMOVALS_MAX = 100;
    private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HikariDataSource connections;
    private final PostgreSQLSelectForUpdateBasedProxyManager<String> rows;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("rate-limit-sweeper").factory());
    private final AtomicLong answeredAt = new AtomicLong(System.nanoTime() - SILENCE_NANOS);
    private final AtomicLong askAgainAt = new AtomicLong(System.nanoTime());

    /**
     * @param patience how long a caller waits for each of connection, lock and answer
     * @param realTime that nodes have in common, to the millisecond
     */
    SharedBuckets(DatabaseSettings database, Duration patience, TimeMeter realTime) {
        connections = new HikariDataSource(pool(database, patience));
        rows = Bucket4jPostgreSQL.selectForUpdateBasedBuilder(connections)
                .primaryKeyMapper(PrimaryKeyMapper.STRING)
                .table("limits.bucket")
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_BEYOND_USE))
                .requestTimeout(patience)
                .clientClock(realTime)
                .build();
        var _ = sweeper.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.MINUTES);
    }

    private static HikariConfig pool(DatabaseSettings database, Duration patience) {
        var pool = new HikariConfig();
        pool.setPoolName("rate-limits");
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(CONNECTIONS_MAX);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(patience.toMillis());
        pool.setValidationTimeout(patience.toMillis());
        // Limits never keep the server from starting.
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty("ApplicationName", "credit-ledger rate limits");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty("connectTimeout", seconds(patience));
        pool.addDataSourceProperty("socketTimeout", seconds(patience));
        pool.addDataSourceProperty("options", session(patience.toMillis()));
        return pool;
    }

    /** One more than that, so that it is the database that breaks off what takes too long. */
    private static String seconds(Duration patience) {
        return Long.toString(patience.toSeconds() + 1);
    }

    private static String session(long patienceMillis) {
        return "-c synchronous_commit=off -c idle_in_transaction_session_timeout=10s -c lock_timeout=" + patienceMillis
                + " -c statement_timeout=" + patienceMillis;
    }

    /** Empty: the database does not answer, or did not a moment ago. */
    Optional<ConsumptionProbe> take(String key, Policy policy) {
        if (System.nanoTime() - askAgainAt.get() < 0) {
            return Optional.empty();
        }
        try {
            var probe = rows.builder().build(key, () -> configuration(policy)).tryConsumeAndReturnRemaining(1);
            answeredAt.set(System.nanoTime());
            return Optional.of(probe);
        } catch (RuntimeException e) {
            failed(e);
            return Optional.empty();
        }
    }

    private static BucketConfiguration configuration(Policy policy) {
        return BucketConfiguration.builder()
                .addLimit(limit -> limit.capacity(policy.perMinute())
                        .refillIntervally(policy.perMinute(), Policy.PERIOD)
                        .id(policy.name()))
                .build();
    }

    /** One that came too late among many that were answered says nothing; after some silence all are spared the wait. */
    private void failed(RuntimeException e) {
        var now = System.nanoTime();
        if (now - answeredAt.get() < SILENCE_NANOS) {
            return;
        }
        var before = askAgainAt.get();
        if (now - before >= 0 && askAgainAt.compareAndSet(before, now + PAUSE_NANOS)) {
            LOG.warn(
                    "The database does not answer for rate limits: this node counts alone for a second ({})",
                    e.getMessage());
        }
    }

    /** Each node does it: a row that another one is removing is passed over. */
    void sweep() {
        try {
            for (var removal = 0; removal < REMOVALS_MAX; removal++) {
                if (rows.removeExpired(REMOVED_AT_ONCE) < REMOVED_AT_ONCE) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("Rows of rate limits that are over could not be removed: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
        connections.close();
    }
}
