package dev.creditledger.commands.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.log.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class ClockGuardTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private Duration off = Duration.ZERO;
    private final InstantSource nodeClock = () -> databaseTime().plus(off);

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @Test
    void a_clock_that_is_right_refuses_nothing() {
        try (var guard = new ClockGuard(DATABASE.app(), nodeClock, metrics)) {
            guard.check();

            assertThat(guard.now()).isEmpty();
        }
    }

    @Test
    void a_clock_that_is_ahead_refuses_until_it_is_right_again() {
        try (var guard = new ClockGuard(DATABASE.app(), nodeClock, metrics)) {
            off = Duration.ofMinutes(2);
            guard.check();

            assertThat(guard.now())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("ahead of"));
            assertThat(metrics.get("ledger.clock.refusing").gauge().value()).isEqualTo(1);
            off = Duration.ZERO;
            guard.check();
            assertThat(guard.now()).isEmpty();
            assertThat(metrics.get("ledger.clock.refusing").gauge().value()).isZero();
        }
    }

    @Test
    void a_clock_that_is_behind_refuses_too() {
        try (var guard = new ClockGuard(DATABASE.app(), nodeClock, metrics)) {
            off = Duration.ofSeconds(-90);
            guard.check();

            assertThat(guard.now())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("behind"));
        }
    }

    @Test
    void the_last_verdict_stands_while_the_database_does_not_answer() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setPortNumbers(new int[] {1});
        try (var guard = new ClockGuard(nowhere, nodeClock, metrics)) {
            guard.check();

            assertThat(guard.now()).isEmpty();
        }
    }

    private static Instant databaseTime() {
        try (var connection = DATABASE.app().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
