package dev.creditledger.log.store;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/**
 * The events are committed here, but the standby that the commit should have waited for did not confirm them: PostgreSQL
 * says so with a mere warning when the wait is cancelled or the session ended.
 */
final class ReplicationUnconfirmedException extends Exception {

    /** Class 01: a warning. A cancelled wait has no state of its own, and a message in the server's language. */
    private static final String WARNING = "01";

    /** Class 57: operator intervention, such as a session ended while it waited. */
    private static final String INTERVENTION = "57";

    private ReplicationUnconfirmedException(SQLWarning warning) {
        super(warning.getMessage(), warning);
    }

    /** Takes every warning for that one: an append gives no other. */
    static void check(Statement statement) throws SQLException, ReplicationUnconfirmedException {
        for (var warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            var state = warning.getSQLState();
            if (state != null && (state.startsWith(WARNING) || state.startsWith(INTERVENTION))) {
                throw new ReplicationUnconfirmedException(warning);
            }
        }
    }
}
