package dev.creditledger.log.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sessions that were lost with an append under way, which nobody has found out about. The database may not know that they
 * are lost: they wait for a lock, say, and commit when everybody has been told something else. So whoever looks into the
 * log next ends them first: what is not there then never will be.
 */
final class Stragglers {

    private static final long GONE_WITHIN_MILLIS = 5_000;

    private static final String END = """
            SELECT pg_terminate_backend(pid, ?) FROM pg_stat_activity
            WHERE pid = ? AND usename = current_user AND pid <> pg_backend_pid()""";

    private final Set<Integer> sessions = ConcurrentHashMap.newKeySet();

    /** @param lost process ids */
    void add(List<Integer> lost) {
        sessions.addAll(lost);
    }

    void end(Connection connection) throws SQLException {
        if (!sessions.isEmpty()) {
            for (var session : List.copyOf(sessions)) {
                end(connection, session);
                sessions.remove(session);
            }
        }
    }

    private static void end(Connection connection, int session) throws SQLException {
        try (var statement = connection.prepareStatement(END)) {
            statement.setLong(1, GONE_WITHIN_MILLIS);
            statement.setInt(2, session);
            try (var result = statement.executeQuery()) {
                if (result.next() && !result.getBoolean(1)) {
                    throw new SQLException("a lost session does not end", "57000");
                }
            }
        }
    }
}
