package dev.creditledger.api.demo.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** All that a run is judged by: what the log says, what balances say, and what clients saw. */
record Evidence(List<LoggedSession> sessions, List<SeenAccount> accounts, List<Witness> witnesses) {

    Evidence {
        sessions = List.copyOf(sessions);
        accounts = List.copyOf(accounts);
        witnesses = List.copyOf(witnesses);
    }

    /** @param prefix of the accounts */
    static Evidence of(DataSource database, String prefix, List<Witness> witnesses) {
        return new Evidence(
                rows(database, "sessions.sql", prefix, LoggedSession::of),
                rows(database, "accounts.sql", prefix, SeenAccount::of),
                witnesses);
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static <T> List<T> rows(DataSource database, String script, String prefix, RowReader<T> reader) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(text(script))) {
            statement.setString(1, prefix);
            var found = new ArrayList<T>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("the check cannot be made: " + e.getMessage(), e);
        }
    }

    private static String text(String script) {
        try (var stream = Evidence.class.getResourceAsStream(script)) {
            if (stream == null) {
                throw new IllegalStateException(script + " is not on the class path");
            }
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
