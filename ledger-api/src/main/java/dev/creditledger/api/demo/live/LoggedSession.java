package dev.creditledger.api.demo.live;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A session as the log has it, read without the ledger's own code.
 *
 * @param reason why it ended; empty: it has not
 * @param seconds all of them, as its end says
 * @param charged for all of them, as its end says
 * @param sumOfSeconds over its checkpoints and its end
 * @param sumOfAmounts as {@code sumOfSeconds}
 * @param warnings by the share in percent that was left
 */
record LoggedSession(
        String account,
        String session,
        long starts,
        long ends,
        long resumed,
        long checkpoints,
        String feature,
        Optional<String> reason,
        String unit,
        BigDecimal creditsPerUnit,
        long longestSeconds,
        long seconds,
        BigDecimal charged,
        long sumOfSeconds,
        BigDecimal sumOfAmounts,
        Map<Integer, Integer> warnings) {

    private static final int DECIMALS = 6;
    private static final Map<String, Long> SECONDS_OF = Map.of("second", 1L, "minute", 60L, "hour", 3_600L);

    static LoggedSession of(ResultSet row) throws SQLException {
        return new LoggedSession(
                row.getString("account"),
                row.getString("session"),
                row.getLong("starts"),
                row.getLong("ends"),
                row.getLong("resumed"),
                row.getLong("checkpoints"),
                row.getString("feature"),
                Optional.ofNullable(row.getString("reason")),
                row.getString("unit"),
                row.getBigDecimal("credits_per_unit"),
                row.getLong("longest_seconds"),
                row.getLong("seconds"),
                Objects.requireNonNullElse(row.getBigDecimal("charged"), BigDecimal.ZERO),
                row.getLong("sum_of_seconds"),
                row.getBigDecimal("sum_of_amounts"),
                Map.of(20, row.getInt("low_20"), 10, row.getInt("low_10"), 5, row.getInt("low_5")));
    }

    /** ⌈rate × seconds⌉, at the last decimal that a credit has. */
    BigDecimal cost(long seconds) {
        return creditsPerUnit
                .multiply(BigDecimal.valueOf(seconds))
                .divide(BigDecimal.valueOf(SECONDS_OF.getOrDefault(unit, 1L)), DECIMALS, RoundingMode.CEILING);
    }
}
