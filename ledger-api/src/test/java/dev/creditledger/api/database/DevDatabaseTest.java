package dev.creditledger.api.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.creditledger.api.DirectoryCopy;
import dev.creditledger.api.config.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class DevDatabaseTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path shared;

    private Path parent;

    private DataDirectory directory;
    private DevDatabase database;

    /** Once, as it takes seconds: every directory here borrows the programs, and most are copies of the database. */
    @BeforeAll
    static void make_a_database() {
        try (var directory = DataDirectory.claim(shared.resolve("first"))) {
            DevDatabase.start(directory).close();
        }
    }

    @BeforeEach
    void start(TestInfo test) throws IOException {
        parent = shared.resolve(test.getTestMethod().orElseThrow().getName());
        directory = claimCopy("data");
        database = DevDatabase.start(directory);
    }

    /** A directory with a database that was made and stopped. */
    private DataDirectory claimCopy(String name) throws IOException {
        var copy = Files.createDirectories(parent.resolve(name));
        DirectoryCopy.make(shared.resolve("first/keys"), copy.resolve("keys"));
        DirectoryCopy.make(shared.resolve("first/postgres"), copy.resolve("postgres"));
        return claim(name);
    }

    private DataDirectory claim(String name) throws IOException {
        var claimed = DataDirectory.claim(parent.resolve(name));
        var borrowed = claimed.root().resolve("postgres-programs");
        if (!Files.exists(borrowed)) {
            Files.createSymbolicLink(borrowed, shared.resolve("first/postgres-programs"));
        }
        return claimed;
    }

    @AfterEach
    void stop() {
        database.close();
        directory.close();
    }

    @Test
    void it_is_on_disk_on_this_machine_only_and_asks_for_a_password() throws SQLException {
        assertThat(answer("SHOW fsync")).isEqualTo("on");
        assertThat(answer("SHOW synchronous_commit")).isEqualTo("on");
        assertThat(answer("SHOW full_page_writes")).isEqualTo("on");
        assertThat(answer("SHOW data_checksums")).isEqualTo("on");
        assertThat(answer("SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(answer("SHOW server_version")).startsWith("18.");
        assertThatThrownBy(() -> DriverManager.getConnection(database.app().url(), "ledger_app", "guessed"))
                .hasMessageContaining("password authentication failed");
        assertThatThrownBy(() -> DriverManager.getConnection(database.app().url(), "postgres", ""))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void the_application_is_neither_superuser_nor_owner() throws SQLException {
        assertThat(answer("SELECT current_user")).isEqualTo("ledger_app");
        assertThat(answer(
                        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls FROM pg_roles WHERE rolname ="
                                + " current_user"))
                .isEqualTo("f");
        assertThat(answer("SELECT count(*) FROM pg_namespace WHERE nspowner = current_user::regrole"))
                .isEqualTo("0");
    }

    @Test
    void a_database_that_a_killed_ledger_left_behind_is_stopped_and_found_again() throws SQLException, IOException {
        remember("before the kill");
        var leftBehind = process();
        database.abandon();
        directory.close();

        directory = claim("data");
        database = DevDatabase.start(directory);

        await().atMost(SOON).until(() -> !leftBehind.isAlive());
        assertThat(answer("SELECT text FROM snapshot.memory")).isEqualTo("before the kill");
    }

    @Test
    void a_database_that_was_killed_too_is_recovered() throws SQLException, IOException {
        remember("before the kill");
        database.abandon();
        kill();
        directory.close();

        directory = claim("data");
        database = DevDatabase.start(directory);

        assertThat(answer("SELECT text FROM snapshot.memory")).isEqualTo("before the kill");
    }

    @Test
    void a_database_that_dies_while_the_ledger_runs_comes_back_at_the_same_place() throws SQLException, IOException {
        remember("before the kill");

        kill();

        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> answer("SELECT text FROM snapshot.memory").equals("before the kill"));
    }

    @Test
    void another_directorys_database_is_left_alone() throws IOException {
        try (var other = claimCopy("other");
                var neighbour = DevDatabase.start(other)) {
            var neighbours = process(neighbour);
            database.close();
            // As after a restart of the machine: the file names a living process that has nothing to do with it.
            Files.writeString(database.directory().resolve("postmaster.pid"), neighbours.pid() + "\n");

            database = DevDatabase.start(directory);

            assertThat(neighbours.isAlive()).isTrue();
            assertThat(process().pid()).isNotEqualTo(neighbours.pid());
        }
    }

    @Test
    void a_database_that_was_half_made_is_made_anew() throws IOException {
        var half = Files.createDirectories(parent.resolve("third/postgres.new/base"));
        Files.writeString(half.resolve("1"), "half");
        try (var third = claim("third");
                var made = DevDatabase.start(third)) {
            assertThat(process(made).isAlive()).isTrue();
        }
    }

    private void kill() throws IOException {
        var process = process();
        process.destroyForcibly();
        await().atMost(SOON).until(() -> !process.isAlive());
    }

    private ProcessHandle process() throws IOException {
        return process(database);
    }

    private static ProcessHandle process(DevDatabase database) throws IOException {
        var pid = Files.readAllLines(database.directory().resolve("postmaster.pid"))
                .getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private void remember(String text) throws SQLException {
        var app = database.app();
        try (var connection = DriverManager.getConnection(app.url(), app.user(), app.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE snapshot.memory (text text)");
            statement.execute("INSERT INTO snapshot.memory VALUES ('" + text + "')");
        }
    }

    private String answer(String query) throws SQLException {
        var app = database.app();
        try (var connection = DriverManager.getConnection(app.url(), app.user(), app.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
