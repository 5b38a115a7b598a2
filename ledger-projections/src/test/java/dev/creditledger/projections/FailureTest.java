package dev.creditledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.log.codec.UnknownEventTypeException;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {

    @ParameterizedTest
    @CsvSource({
        "22003, true", // a number out of range
        "23514, true", // a violated check
        "23505, true", // a duplicate
        "08006, false", // the connection is lost
        "25006, false", // a read-only database
        "40P01, false", // a deadlock
        "42501, false", // no privilege
        "42P01, false", // no such table
        "53100, false", // the disk is full
        "55P03, false", // a lock is not to be had
        "57P01, false", // the server shuts down
        ", false",
    })
    void of_what_the_database_says_only_bad_data_is_an_events_fault(String state, boolean ofEvent) {
        var failure = new DataAccessException("wrapped", new SQLException("message", state));

        assertThat(Failure.ofEvent(failure)).isEqualTo(ofEvent);
    }

    @Test
    void what_fails_without_the_database_is_an_events_fault() {
        assertThat(Failure.ofEvent(new IllegalStateException("no such lot"))).isTrue();
    }

    @Test
    void a_gap_in_the_log_is_no_events_fault() {
        assertThat(Failure.ofEvent(new GapInLogException(7, 12, 3))).isFalse();
    }

    @Test
    void what_a_newer_version_wrote_is_no_events_fault() {
        var newer = new UnknownEventTypeException("event type account.painted v1");

        assertThat(Failure.ofEvent(newer)).isFalse();
        assertThat(Failure.described(newer)).contains("account.painted v1", "newer");
    }

    @Test
    void a_description_quotes_no_message() {
        var failure = new IllegalStateException("alice@example.org", new SQLException("bob@example.org", "23514"));

        assertThat(Failure.described(failure)).contains("23514").doesNotContain("@");
        assertThat(Failure.described(new IllegalArgumentException("carol@example.org")))
                .startsWith("IllegalArgumentException at FailureTest.java:")
                .doesNotContain("@");
    }
}
