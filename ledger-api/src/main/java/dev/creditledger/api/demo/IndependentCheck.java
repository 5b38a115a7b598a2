package dev.creditledger.api.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * The sum over all events against the sum of all balances, and against that of the daily summaries, found by PostgreSQL
 * alone.
 *
 * @param position the log position up to which both are taken
 */
record IndependentCheck(
        long events,
        BigDecimal sumOfEvents,
        long accounts,
        BigDecimal sumOfBalances,
        BigDecimal usedInEvents,
        BigDecimal usedInSummaries,
        long position) {

    static IndependentCheck of(DataSource database) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql())) {
            row.next();
            return new IndependentCheck(
                    row.getLong("events"),
                    row.getBigDecimal("sum_of_events"),
                    row.getLong("accounts"),
                    row.getBigDecimal("sum_of_balances"),
                    row.getBigDecimal("used_in_events"),
                    row.getBigDecimal("used_in_summaries"),
                    row.getLong("position"));
        } catch (SQLException e) {
            throw new IllegalStateException("the check cannot be made: " + e.getMessage(), e);
        }
    }

    private static String sql() {
        try (var script = IndependentCheck.class.getResourceAsStream("independent-check.sql")) {
            if (script == null) {
                throw new IllegalStateException("independent-check.sql is not on the class path");
            }
            return new String(script.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean passed() {
        return sumOfEvents.compareTo(sumOfBalances) == 0 && usedInEvents.compareTo(usedInSummaries) == 0;
    }
}
