package dev.creditledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.log.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class MultiRowTest {

    @Test
    void times_arrive_to_the_microsecond_in_any_year() {
        var times = Stream.of(
                        "1969-12-31T23:59:59.999999Z",
                        "2026-02-28T12:34:56.000001Z",
                        "2999-12-31T23:59:59.999999Z",
                        "9999-12-31T23:59:59.999999Z")
                .map(Instant::parse)
                .toList();
        try (var database = TestDatabase.fresh()) {
            var sql = DSL.using(database.app(), SQLDialect.POSTGRES);

            var arrived = MultiRow.of(times).time("t", time -> time).fetch(sql, """
                            SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') FROM {rows} AS r""");

            assertThat(arrived).map(Instant::parse).isEqualTo(times);
        }
    }

    @Test
    void no_rows_are_no_statement() {
        try (var database = TestDatabase.fresh()) {
            var sql = DSL.using(database.app(), SQLDialect.POSTGRES);

            assertThat(MultiRow.of(List.<String>of()).text("x", row -> row).execute(sql, "this is no SQL {rows}"))
                    .isZero();
        }
    }
}
