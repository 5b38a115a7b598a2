package dev.creditledger.benchmarks.contest;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Gives PostgreSQL a write-ahead log like that of a server that has run for a while.
 *
 * <p>The log lies in segments of 16 MB. A server that is new makes each of them while somebody commits: it writes 16 MB of
 * zeros and syncs them, and every commit waits for that, 100 to 400 ms. One that has run for a while takes segments that a
 * checkpoint no longer needs. This fills segments with next to nothing until there are enough, and lets a checkpoint put
 * them aside to be used again.
 */
final class UsedLog {

    private static final int AT_ONCE = 16;

    private static final String SEGMENTS = "SELECT count(*) FROM pg_ls_waldir()";
    /** Only a segment that something is written to can be left for the next. */
    private static final String NEXT_SEGMENT =
            "SELECT pg_logical_emit_message(false, 'bench', 'next'), pg_switch_wal()";

    private UsedLog() {}

    /** @param segments to have, as far as the server keeps them ({@code min_wal_size}) */
    static void make(Connection connection, int segments) throws SQLException {
        try (var statement = connection.createStatement()) {
            var before = -1L;
            for (var have = count(statement); have < segments && have > before; have = count(statement)) {
                before = have;
                for (var i = 0; i < AT_ONCE; i++) {
                    statement.execute(NEXT_SEGMENT);
                }
            }
            statement.execute("CHECKPOINT");
        }
    }

    static long count(Statement statement) throws SQLException {
        try (var rows = statement.executeQuery(SEGMENTS)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
