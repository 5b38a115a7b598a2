package dev.creditledger.api.process;

import static org.awaitility.Awaitility.await;

import dev.creditledger.api.DirectoryCopy;
import dev.creditledger.api.security.DevTokenKey;
import dev.creditledger.domain.Cause.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A data directory, seen from outside. */
record LedgerData(Path directory) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * A directory as a first start left it, so that the next one neither unpacks PostgreSQL nor makes a database. New where
     * there is none to copy.
     */
    static LedgerData startedBefore(Path directory) {
        Packaged.firstData().ifPresent(first -> DirectoryCopy.make(first, directory));
        return new LedgerData(directory);
    }

    String token(Role role, String subject) {
        return DevTokenKey.in(directory).sign(role, subject, Duration.ofHours(1));
    }

    /** The database's process, as its own file names it. */
    Optional<ProcessHandle> database() {
        return pidFile()
                .flatMap(lines ->
                        ProcessHandle.of(Long.parseLong(lines.getFirst().strip())));
    }

    private Optional<List<String>> pidFile() {
        try {
            var file = directory.resolve("postgres/postmaster.pid");
            return Files.exists(file) ? Optional.of(Files.readAllLines(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void killDatabase() {
        var database = database().orElseThrow();
        database.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !database.isAlive());
    }

    /** Rows of one text column each, asked of the running database as the application's role. */
    List<String> ask(String query) throws SQLException {
        var answers = new ArrayList<String>();
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
        }
        return answers;
    }

    void change(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        var port = pidFile().orElseThrow().get(3).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/ledger", "ledger_app", password());
    }

    private String password() {
        try {
            return Files.readString(directory.resolve("keys/database-app.password"))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
