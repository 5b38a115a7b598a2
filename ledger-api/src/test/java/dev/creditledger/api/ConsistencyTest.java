package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Cause.Role;
import dev.creditledger.projections.DeadLetters;
import java.sql.SQLException;
import java.util.UUID;
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
        owner("ALTER TABLE projection.account ADD CONSTRAINT stands_still CHECK (account_id <> '" + account
                + "' OR available < 2000000) NOT VALID");
        try {
            var poison = ADMIN.grant(account, "2");

            assertProblem(ADMIN.getAfter(poison, Client.path(account) + "/balance"), 503, "projection_behind");
            var stale = ADMIN.get(Client.path(account) + "/balance").expect(200).body();
            assertThat(stale.path("available").asInt()).isOne();
            assertThat(stale.path("position").asLong())
                    .isLessThan(poison.body().path("position").asLong());
            ADMIN.getAfter(ADMIN.grant(other, "2"), Client.path(other) + "/balance")
                    .expect(200);

            owner("ALTER TABLE projection.account DROP CONSTRAINT stands_still");
            assertThat(TestLedger.shared().context().getBean(DeadLetters.class).retry(account))
                    .isTrue();
            ADMIN.getAfter(poison, Client.path(account) + "/balance").expect(200);
        } finally {
            owner("ALTER TABLE projection.account DROP CONSTRAINT IF EXISTS stands_still");
        }
    }

    @Test
    void the_statement_of_an_account_that_stands_still_is_complete() throws SQLException {
        var account = ADMIN.open();
        owner("ALTER TABLE projection.account ADD CONSTRAINT stands_still CHECK (account_id <> '" + account
                + "' OR available < 2000000) NOT VALID");
        try {
            var poison = ADMIN.grant(account, "2");
            assertProblem(ADMIN.getAfter(poison, Client.path(account) + "/balance"), 503, "projection_behind");
            var last = ADMIN.deduct(account, "0.5").expect(201);

            var statement =
                    ADMIN.getAfter(last, Client.path(account) + "/entries").expect(200);

            assertThat(statement.at("/data").size()).isEqualTo(3);
            assertThat(statement.at("/data/0/kind").asString()).isEqualTo("deduction");
            assertThat(statement.at("/data/0/availableAfter").decimalValue()).isEqualByComparingTo("1.5");
            assertThat(Long.parseLong(statement.header("Ledger-Position").orElseThrow()))
                    .isGreaterThanOrEqualTo(last.body().path("position").asLong());
        } finally {
            owner("ALTER TABLE projection.account DROP CONSTRAINT stands_still");
            TestLedger.shared().context().getBean(DeadLetters.class).retry(account);
        }
    }

    @Test
    void an_account_without_a_row_yet_is_behind_and_not_unknown() throws SQLException {
        var account = "late-" + UUID.randomUUID();
        var owner = TestLedger.shared().as(Role.USER, account);
        owner("ALTER TABLE projection.account ADD CONSTRAINT no_row CHECK (account_id <> '" + account + "') NOT VALID");
        try {
            ADMIN.open(account);

            for (var what : new String[] {"", "/balance", "/usage/daily"}) {
                assertProblem(ADMIN.get(Client.path(account) + what), 503, "projection_behind");
                assertProblem(owner.get(Client.path(account) + what), 503, "projection_behind");
                assertProblem(ADMIN.get("/api/v1/accounts/nobody" + what), 404, "account_not_found");
                assertProblem(
                        TestLedger.shared().as(Role.USER, "another").get(Client.path(account) + what),
                        403,
                        "not_your_account");
            }
            assertThat(owner.get(Client.path(account) + "/entries")
                            .expect(200)
                            .at("/data/0/kind")
                            .asString())
                    .isEqualTo("opening");
            assertProblem(ADMIN.get("/api/v1/accounts/nobody/entries"), 404, "account_not_found");
        } finally {
            owner("ALTER TABLE projection.account DROP CONSTRAINT no_row");
            TestLedger.shared().context().getBean(DeadLetters.class).retry(account);
        }
        owner.get(Client.path(account)).expect(200);
    }

    @Test
    void an_account_can_be_read_at_once_after_it_was_opened() {
        for (var i = 0; i < 20; i++) {
            ADMIN.get(Client.path(ADMIN.open()) + "/balance").expect(200);
        }
    }

    @Test
    void a_statement_cannot_be_of_what_is_still_to_come() {
        var account = ADMIN.open();

        assertProblem(
                ADMIN.with("Ledger-At-Least", "v1.999999999999").get(Client.path(account) + "/entries"),
                503,
                "projection_behind");
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
