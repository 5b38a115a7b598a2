package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What operators and their machines look at. */
class OperationTest {

    private static final TestLedger LEDGER = TestLedger.shared();

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
        var management = new Client(LEDGER.managementUrl(), "");

        var metrics = management.get("/actuator/prometheus").expect(200).text();

        assertThat(metrics)
                .contains("http_server_requests_seconds_count", "/api/v1/accounts/{account}/balance")
                .doesNotContain(account, "the-admin");
        assertThat(management.get("/actuator/health").expect(200).text("status"))
                .isEqualTo("UP");
        assertThat(management.get("/actuator/env").status()).isEqualTo(401);
        assertProblem(LEDGER.admin().get("/actuator/prometheus"), 404, "not_found");
        assertProblem(LEDGER.nobody().get("/actuator/prometheus"), 401, "unauthenticated");
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
