package dev.creditledger.commands.clock;

import dev.creditledger.domain.dispatch.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares this node's clock with the database's, which all nodes share. A node that is more than {@link #TOLERANCE} off
 * would expire credits and holds too early or too late, so it refuses to write until its clock is right again.
 *
 * <p>When the database does not answer, the last verdict stands: then nothing can be written anyway.
 */
public final class ClockGuard implements Refusal, AutoCloseable {

    static final Duration TOLERANCE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(ClockGuard.class);

    private final DataSource database;
    private final InstantSource nodeClock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ledger-clock-guard").daemon().factory());

    private volatile Duration offset = Duration.ZERO;

    /** @param nodeClock the machine's clock, not the business clock */
    public ClockGuard(DataSource database, InstantSource nodeClock, MeterRegistry metrics) {
        this.database = database;
        this.nodeClock = nodeClock;
        metrics.gauge("ledger.clock.offset.seconds", this, guard -> guard.offset.toMillis() / 1000.0);
        metrics.gauge("ledger.clock.refusing", this, guard -> guard.now().isPresent() ? 1 : 0);
    }

    /** Checks now, and again each time {@code interval} has passed. */
    public ClockGuard start(Duration interval) {
        check();
        var _ = timer.scheduleWithFixedDelay(
                this::check, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    /** Empty: the clock is right. */
    @Override
    public Optional<String> now() {
        var off = offset;
        return off.abs().compareTo(TOLERANCE) > 0
                ? Optional.of("this node's clock is " + off.abs().toMillis() + " ms "
                        + (off.isNegative() ? "behind" : "ahead of") + " the database's")
                : Optional.empty();
    }

    void check() {
        try {
            var before = now();
            offset = measured();
            var after = now();
            if (after.isPresent()) {
                LOG.error("Writes are refused: {}. Synchronise it (NTP); writing resumes by itself.", after.get());
            } else if (before.isPresent()) {
                LOG.info("The clock is right again: writes are accepted.");
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warn("The clock could not be compared with the database's: {}", e.toString());
        }
    }

    /** The database read its clock between two readings of ours; how long it took to ask is no error of a clock. */
    private Duration measured() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            var earliest = nodeClock.instant();
            try (var row = statement.executeQuery("SELECT clock_timestamp()")) {
                var latest = nodeClock.instant();
                row.next();
                return outside(row.getObject(1, OffsetDateTime.class).toInstant(), earliest, latest);
            }
        }
    }

    private static Duration outside(Instant database, Instant earliest, Instant latest) {
        if (database.isBefore(earliest)) {
            return Duration.between(database, earliest);
        }
        return database.isAfter(latest) ? Duration.between(database, latest) : Duration.ZERO;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
