package dev.creditledger.commands.faults;

import dev.creditledger.log.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Does to a database what administrators, and their accidents, do. */
final class Administrator {

    private static final Duration LOOK_EVERY = Duration.ofMillis(2);

    private final TestDatabase database;

    Administrator(TestDatabase database) {
        this.database = database;
    }

    /** Locks the row that every append needs, until the connection is closed. */
    Connection lockHead() throws SQLException {
        var connection = database.owner().getConnection();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT position FROM sequencer.head FOR UPDATE");
        }
        return connection;
    }

    /** Whether the session comes to wait for a lock soon. */
    boolean waitsForLock(int backend) throws SQLException {
        try (var connection = database.superuser().getConnection();
                var query = connection.prepareStatement(
                        "SELECT FROM pg_stat_activity WHERE pid = ? AND wait_event_type = 'Lock'")) {
            query.setInt(1, backend);
            Awaitility.await()
                    .pollInterval(LOOK_EVERY)
                    .pollDelay(Duration.ZERO)
                    .atMost(Duration.ofMillis(150))
                    .until(() -> {
                        try (var rows = query.executeQuery()) {
                            return rows.next();
                        }
                    });
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    void cancel(int backend) throws SQLException {
        ask("SELECT pg_cancel_backend(?)", backend);
    }

    void terminate(int backend) throws SQLException {
        ask("SELECT pg_terminate_backend(?)", backend);
    }

    private void ask(String sql, int backend) throws SQLException {
        try (var connection = database.superuser().getConnection();
                var query = connection.prepareStatement(sql)) {
            query.setInt(1, backend);
            query.execute();
        }
    }

    /**
     * Kills one session's process as nothing that PostgreSQL could notice in time does. All sessions end without a word, what
     * was in memory is thrown away, and the database recovers from its write-ahead log: a restart in immediate mode.
     */
    void crash(int backend) {
        ProcessHandle.of(backend).ifPresent(ProcessHandle::destroyForcibly);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> !isAlive(backend) && answers());
    }

    private static boolean isAlive(int process) {
        return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    private boolean answers() throws SQLException {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            return statement.execute("SELECT 1");
        }
    }
}
