package dev.creditledger.log.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Makes sure that what can be seen in the log is as safe as what was appended. A commit waits for the standby, if it has
 * to, before others see it; but when that wait is cancelled, its session ended or its server restarted, it is seen
 * without the standby having it. A commit of our own comes after it, so the standby that has ours has both.
 */
final class Confirmation {

    /** Changes nothing, but is written, and ordered among the appends by the lock they all take. */
    private static final String COMMIT = "UPDATE sequencer.head SET position = position RETURNING position";

    private Confirmation() {}

    /** @return the position up to which all is confirmed */
    static long await(Connection connection) throws SQLException, ReplicationUnconfirmedException {
        try (var statement = connection.prepareStatement(COMMIT);
                var result = statement.executeQuery()) {
            result.next();
            var position = result.getLong(1);
            ReplicationUnconfirmedException.check(statement);
            return position;
        }
    }
}
