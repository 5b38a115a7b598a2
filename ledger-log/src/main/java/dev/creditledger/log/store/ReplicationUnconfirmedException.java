package dev.creditledger.log.store;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/**
 * The events are committed here, but the standby that the commit should have waited for did not confirm them: PostgreSQL
 * says so with a mere warning when the wait is cancelled or the session ended.
 */
final class ReplicationUnconfirmedException extends Exception {

    private static final String CANCELLED = "57014";
    private static final String SESSION_ENDED = "57P01";

    private ReplicationUnconfirmedException(SQLWarning warning) {
        super(warning.getMessage(), warning);
    }

    static void check(Statement statement) throws SQLException, ReplicationUnconfirmedException {
        for (var warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            if (CANCELLED.equals(warning.getSQLState()) || SESSION_ENDED.equals(warning.getSQLState())) {
                throw new ReplicationUnconfirmedException(warning);
            }
        }
    }
}
