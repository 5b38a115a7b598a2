package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Readers see their writes, or are told that they do not yet. */
class ConsistencyTest {

    private static final Client ADMIN = TestLedger.shared().admin();

    @Test
    void a_read_that_brings_a_token_sees_that_write() {
        var account = ADMIN.open();
        for (var i = 1; i <= 20; i++) {
            var granted = ADMIN.grant(account, "1");
            var balance =
                    ADMIN.getAfter(granted, Client.path(account) + "/balance").expect(200);
            assertThat(balance.body().path("available").asInt()).isEqualTo(i);
            assertThat(balance.body().path("position").asLong())
                    .isGreaterThanOrEqualTo(granted.body().path("position").asLong());
            assertThat(balance.header("Ledger-Position"))
                    .hasValue(balance.body().path("position").asString());
        }
    }

    @Test
    void a_read_that_wants_too_much_is_told_how_far_it_is() {
        var reply = ADMIN.with("Ledger-At-Least", "v1.999999999999")
                .with("Prefer", "respond-async, wait=0")
                .get("/api/v1/accounts");

        assertProblem(reply, 503, "projection_behind");
        assertThat(reply.header("Retry-After")).hasValue("1");
        assertThat(reply.body().has("position")).isTrue();
    }

    @Test
    void what_is_no_token_is_refused() {
        assertProblem(ADMIN.with("Ledger-At-Least", "yesterday").get("/api/v1/accounts"), 400, "invalid_request");
    }
}
