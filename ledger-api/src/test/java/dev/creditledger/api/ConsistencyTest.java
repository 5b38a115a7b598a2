package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.projections.DeadLetters;
import java.sql.SQLException;
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
    void an_account_that_stands_still_says_so_and_the_others_go_on() throws SQLException {
        var account = ADMIN.open();
        var other = ADMIN.open();
        ADMIN.getAfter(ADMIN.grant(account, "1"), Client.path(account) + "/balance")
                .expect(200);
        owner("ALTER TABLE projection.entry ADD CONSTRAINT stands_still CHECK (account_id <> '" + account
                + "' OR amount < 2000000) NOT VALID");
        try {
            var poison = ADMIN.grant(account, "2");

            assertProblem(ADMIN.getAfter(poison, Client.path(account) + "/balance"), 503, "projection_behind");
            assertProblem(ADMIN.getAfter(poison, Client.path(account) + "/entries"), 503, "projection_behind");
            var stale = ADMIN.get(Client.path(account) + "/balance").expect(200).body();
            assertThat(stale.path("available").asInt()).isOne();
            assertThat(stale.path("position").asLong())
                    .isLessThan(poison.body().path("position").asLong());
            ADMIN.getAfter(ADMIN.grant(other, "2"), Client.path(other) + "/balance")
                    .expect(200);

            owner("ALTER TABLE projection.entry DROP CONSTRAINT stands_still");
            assertThat(TestLedger.shared().context().getBean(DeadLetters.class).retry(account))
                    .isTrue();
            ADMIN.getAfter(poison, Client.path(account) + "/balance").expect(200);
        } finally {
            owner("ALTER TABLE projection.entry DROP CONSTRAINT IF EXISTS stands_still");
        }
    }

    private static void owner(String statement) throws SQLException {
        try (var connection = TestLedger.shared().database().owner().getConnection();
                var prepared = connection.prepareStatement(statement)) {
            prepared.execute();
        }
    }

    @Test
    void what_is_no_token_is_refused() {
        assertProblem(ADMIN.with("Ledger-At-Least", "yesterday").get("/api/v1/accounts"), 400, "invalid_request");
    }
}
