package dev.creditledger.api.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.log.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Production mode on a database of its own: three steps with three roles. */
class ProductionIT {

    private static final String EMPTY = "production_test";

    @TempDir
    Path directory;

    private TestDatabase database;

    @BeforeEach
    void make() throws IOException {
        database = TestDatabase.fresh();
        Files.writeString(directory.resolve("keys.json"), "{\"keys\":[]}");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private Map<String, String> settings(String name) {
        return Map.of(
                "LEDGER_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + database.port() + "/" + name,
                "LEDGER_DATABASE_PASSWORD", "Xk3-nobody-guesses-this",
                "LEDGER_MASTER_KEY", "b3BlbnNzbCByYW5kIC1iYXNlNjQgMzIgaXMgYmVzdCE=",
                "LEDGER_SECURITY_ISSUER", "https://login.example.org",
                "LEDGER_SECURITY_JWKS", directory.resolve("keys.json").toUri().toString());
    }

    private LedgerProcess serve(String name, Map<String, String> more) {
        var environment = new HashMap<>(settings(name));
        environment.putAll(more);
        return LedgerProcess.start(List.of(), environment, "serve", "--port=0", "--data=" + directory.resolve("data"));
    }

    @Test
    void it_serves_without_anything_of_dev_mode() throws IOException {
        try (var ledger = serve(database.name(), Map.of());
                var client = new LedgerClient(ledger.awaitReady(), new LedgerData(directory.resolve("foreign")))) {
            var health = client.anonymously("/health");
            assertThat(health.status()).as(health.text()).isEqualTo(200);
            assertThat(client.get("/api/v1/accounts").status())
                    .as("with a dev token")
                    .isEqualTo(401);
            assertThat(client.anonymously("/dev/clock").status()).isIn(401, 404);
            assertThat(ledger.errors()).doesNotContain("DEV MODE");
            assertThat(directory.resolve("data")).doesNotExist();
        }
    }

    @Test
    void a_role_that_may_change_the_log_is_refused() {
        try (var ledger = serve(database.name(), Map.of("LEDGER_DATABASE_USER", TestDatabase.OWNER))) {
            assertThat(ledger.awaitExit()).isEqualTo(2);
            assertThat(ledger.errors()).contains("LEDGER_DATABASE_USER").contains("may change the log");
        }
    }

    @Test
    void a_database_with_a_dev_clock_is_refused() throws SQLException {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO jobs.business_clock (offset_micros) VALUES (3600000000)");
        }
        try (var ledger = serve(database.name(), Map.of())) {
            assertThat(ledger.awaitExit()).isEqualTo(2);
            assertThat(ledger.errors()).contains("business clock was moved in dev mode");
        }
    }

    @Test
    void the_owners_password_is_refused_in_the_server() {
        try (var ledger = serve(database.name(), Map.of("LEDGER_DATABASE_OWNER_PASSWORD", "Xk3-the-owners"))) {
            assertThat(ledger.awaitExit()).isEqualTo(2);
            assertThat(ledger.errors()).contains("LEDGER_DATABASE_OWNER_PASSWORD");
        }
    }

    @Test
    void a_database_that_does_not_answer_is_named() {
        try (var ledger = serve("nowhere", Map.of())) {
            assertThat(ledger.awaitExit()).isEqualTo(2);
            assertThat(ledger.errors()).contains("database").contains("nowhere").doesNotContain("\tat ");
        }
    }

    @Test
    void an_empty_database_is_served_after_migrate_and_not_before() throws SQLException {
        run("CREATE DATABASE " + EMPTY + " OWNER " + TestDatabase.OWNER
                + " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
        try {
            try (var early = serve(EMPTY, Map.of())) {
                assertThat(early.awaitExit()).isEqualTo(2);
                assertThat(early.errors()).contains("./ledger migrate");
            }
            assertThat(migrate()).startsWith("{\"applied\":").doesNotContain("\"applied\":0,");
            assertThat(migrate()).startsWith("{\"applied\":0,");
            try (var ledger = serve(EMPTY, Map.of())) {
                ledger.awaitReady();
            }
        } finally {
            run("DROP DATABASE " + EMPTY + " WITH (FORCE)");
        }
    }

    private String migrate() {
        var environment = new HashMap<>(settings(EMPTY));
        environment.put("LEDGER_DATABASE_OWNER_PASSWORD", "Xk3-the-owners");
        try (var migrate = LedgerProcess.start(List.of(), environment, "migrate", "--json")) {
            assertThat(migrate.awaitExit()).as(migrate.errors()).isZero();
            return migrate.output().getLast();
        }
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
