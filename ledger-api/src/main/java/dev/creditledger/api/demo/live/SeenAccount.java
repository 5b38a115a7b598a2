package dev.creditledger.api.demo.live;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * An account as its balance shows it.
 *
 * @param gone of what was granted
 * @param running sessions
 */
record SeenAccount(String account, BigDecimal gone, BigDecimal remaining, BigDecimal held, long running) {

    static SeenAccount of(ResultSet row) throws SQLException {
        return new SeenAccount(
                row.getString("account"),
                row.getBigDecimal("gone"),
                row.getBigDecimal("remaining"),
                row.getBigDecimal("held"),
                row.getLong("running"));
    }
}
