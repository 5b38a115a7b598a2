package dev.creditledger.api.dev;

import dev.creditledger.api.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Business time that can be moved forward by hand. How far it is ahead of the real clock lies in the database, with the
 * events that were written by it: time must not run backwards after a restart.
 */
final class DevClock implements InstantSource {

    /** A little room before the last time that a four-digit year can say. */
    static final Instant END = Instant.parse("9990-01-01T00:00:00Z");

    private final JdbcClient sql;
    private final InstantSource realClock;
    private volatile Duration offset;

    DevClock(JdbcClient sql, InstantSource realClock) {
        this.sql = sql;
        this.realClock = realClock;
        this.offset = sql.sql("SELECT offset_micros FROM jobs.business_clock")
                .query(Long.class)
                .optional()
                .map(micros -> Duration.of(micros, ChronoUnit.MICROS))
                .orElse(Duration.ZERO);
    }

    @Override
    public Instant instant() {
        return realClock.instant().plus(offset).truncatedTo(ChronoUnit.MICROS);
    }

    Duration offset() {
        return offset;
    }

    synchronized void advance(Duration by) {
        moveTo(offset.plus(by));
    }

    /** @throws dev.creditledger.api.problem.ProblemException {@code clock_runs_forward_only} */
    synchronized void set(Instant time) {
        var now = instant();
        if (time.isBefore(now)) {
            throw Problem.CLOCK_RUNS_FORWARD_ONLY.here().with("now", now).with("set", time);
        }
        moveTo(offset.plus(Duration.between(now, time)));
    }

    private void moveTo(Duration ahead) {
        sql.sql("""
                        INSERT INTO jobs.business_clock (only_row, offset_micros) VALUES (true, ?)
                        ON CONFLICT (only_row) DO UPDATE SET offset_micros = excluded.offset_micros""").param(ahead.dividedBy(Duration.of(1, ChronoUnit.MICROS))).update();
        offset = ahead;
    }
}
