package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.log.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What operators and their machines look at. */
class OperationTest {

    private static final TestLedger LEDGER = TestLedger.shared();
    private static final String CHARGE = "{\"amount\":1,\"type\":\"custom\"}";

    @Test
    void health_tells_name_version_and_position() {
        var health = LEDGER.nobody().get("/health").expect(200);

        assertThat(health.text("status")).isEqualTo("healthy");
        assertThat(health.text("app")).isEqualTo("credit-ledger");
        assertThat(health.text("version")).isNotEmpty();
        assertThat(health.body().path("position").isIntegralNumber()).isTrue();
    }

    @Test
    void probes_answer_without_a_token() {
        assertThat(LEDGER.nobody().get("/actuator/health/liveness").expect(200).text("status"))
                .isEqualTo("UP");
        assertThat(LEDGER.nobody().get("/actuator/health/readiness").expect(200).text("status"))
                .isEqualTo("UP");
    }

    @Test
    void metrics_are_on_a_port_of_their_own_and_name_nobody() {
        var account = LEDGER.admin().openWith("5");
        LEDGER.admin().get(Client.path(account) + "/balance");
        LEDGER.admin().get(Client.path("nobody-s"));
        var management = new Client(LEDGER.managementUrl(), "");

        var metrics = management.get("/actuator/prometheus").expect(200).text();

        assertThat(metrics)
                .contains(
                        "http_server_requests_seconds_count",
                        "/api/v1/accounts/{account}/balance",
                        "ledger_http_problems_total{code=\"account_not_found\"}")
                .doesNotContain(account, "the-admin");
        assertThat(management.get("/actuator/health").expect(200).text("status"))
                .isEqualTo("UP");
        assertThat(management.get("/actuator/env").status()).isEqualTo(401);
        assertProblem(LEDGER.admin().get("/actuator/prometheus"), 404, "not_found");
        assertProblem(LEDGER.nobody().get("/actuator/prometheus"), 401, "unauthenticated");
    }

    @Test
    void a_ledger_without_its_database_says_so_and_answers_again_when_it_is_back() throws SQLException {
        var database = TestDatabase.fresh();
        try (var ledger = TestLedger.on(database, Map.of("ledger.database.connection-timeout", "1s"))) {
            var account = ledger.admin().openWith("10");
            allowConnections(database, false);

            var health = ledger.nobody().get("/health").expect(503);
            assertThat(health.text("status")).isEqualTo("unhealthy");
            assertThat(health.at("/reasons/0").asString()).isEqualTo("the database does not answer");
            ledger.nobody().get("/actuator/health/liveness").expect(200);
            var refused = ledger.admin().post("while-away", Client.path(account) + "/deductions", CHARGE);
            assertThat(refused.status()).describedAs(refused.text()).isEqualTo(503);
            assertThat(refused.code()).isIn("unavailable", "outcome_unknown");

            allowConnections(database, true);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> ledger.nobody().get("/health").status() == 200);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> ledger.admin()
                                    .post("while-away", Client.path(account) + "/deductions", CHARGE)
                                    .status()
                            == 201);
            assertThat(ledger.admin()
                            .deduct(account, "9")
                            .expect(201)
                            .at("/balance/available")
                            .asInt())
                    .isZero();
        }
    }

    private static void allowConnections(TestDatabase database, boolean allowed) throws SQLException {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            // Of one database only: others on this server go on. It does not bind superusers.
            statement.execute("ALTER DATABASE " + database.name() + " CONNECTION LIMIT " + (allowed ? "-1" : "0"));
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
                    + TestDatabase.APP + "' AND datname = current_database()");
        }
    }

    @Test
    void who_asked_and_from_where_is_in_no_table_in_the_clear() throws SQLException {
        var agent = "agent-" + UUID.randomUUID();
        var account = LEDGER.admin().with("User-Agent", agent).openWith("5");
        LEDGER.admin()
                .with("User-Agent", agent)
                .post(
                        Client.path(account) + "/deductions",
                        "{\"amount\":1,\"type\":\"custom\",\"description\":\"said-" + agent + "\"}")
                .expect(201);
        try (var connection = LEDGER.database().superuser().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*), count(*) FILTER (WHERE position(convert_to('"
                        + agent + "', 'UTF8') IN payload || metadata) > 0) FROM log.event")) {
            rows.next();
            assertThat(rows.getLong(1)).isPositive();
            assertThat(rows.getLong(2)).isZero();
        }
    }

    @Test
    void answers_carry_the_headers_of_a_careful_api() {
        var reply = LEDGER.admin().get("/api/v1/accounts");

        assertThat(reply.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(reply.header("X-Frame-Options")).hasValue("DENY");
        assertThat(reply.header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        assertThat(reply.header("Server")).isEmpty();
        assertThat(reply.header("Set-Cookie")).isEmpty();
    }
}
