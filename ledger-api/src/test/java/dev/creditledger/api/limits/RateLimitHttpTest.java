package dev.creditledger.api.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client;
import dev.creditledger.api.Client.Reply;
import dev.creditledger.api.TestLedger;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.log.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP; each test is over long before the minute is. */
class RateLimitHttpTest {

    private static final String MINE = Client.path("nobody-s") + "/balance";

    @Test
    void a_user_makes_a_hundred_requests_a_minute_and_is_then_told_to_wait() {
        var ledger = TestLedger.shared();
        var user = ledger.as(Role.USER, "eager");

        var first = user.get(MINE);
        assertThat(first.status()).isEqualTo(403);
        assertLimit(first, 99);
        // Errors count, and say it too: whatever the path, and whatever is wrong.
        assertLimit(user.get("/api/v1/nothing-here"), 98);
        assertLimit(user.post("/api/v1/accounts", "{"), 97);
        // Neither another token nor another address makes another caller.
        var otherToken = ledger.as(Role.USER, "eager");
        for (var left = 96; left >= 0; left--) {
            assertLimit(
                    (left % 2 == 0 ? user : otherToken)
                            .with("X-Forwarded-For", "192.0.2." + left)
                            .get(MINE),
                    left);
        }

        for (var caller : List.of(user, otherToken, user.with("X-Forwarded-For", "198.51.100.1"))) {
            var refused = caller.get(MINE);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("rate_limited");
            assertThat(refused.header("RateLimit-Policy")).hasValue("\"api\";q=100;w=60");
            var seconds = refused.at("/retryAfterSeconds").asInt();
            assertThat(seconds).isBetween(1, 60);
            assertThat(refused.header("Retry-After")).hasValue(Integer.toString(seconds));
            assertThat(refused.header("RateLimit")).hasValue("\"api\";r=0;t=" + seconds);
        }
        assertThat(ledger.as(Role.USER, "patient").get(MINE).status()).isEqualTo(403);
    }

    @Test
    void whether_a_session_may_start_is_asked_twenty_times_a_minute() {
        var user = TestLedger.shared().as(Role.USER, "asks-for-quota");
        for (var i = 0; i < 20; i++) {
            assertThat(user.get("/api/v1/live/quota/check?feature=dubbing").status())
                    .isNotEqualTo(429);
        }

        // Written in another way it is the same call.
        var refused = user.get("/api/v1/live/quota/chec%6b?feature=dubbing");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("RateLimit-Policy")).hasValue("\"quota-check\";q=20;w=60");
        assertLimit(user.get(MINE), 99);
    }

    @Test
    void services_and_admins_are_not_limited_and_not_told_of_limits() {
        var ledger = TestLedger.shared();
        for (var caller : List.of(ledger.as(Role.SERVICE, "busy"), ledger.as(Role.ADMIN, "busy"))) {
            for (var i = 0; i < 110; i++) {
                var reply = caller.get(MINE);
                assertThat(reply.status()).isEqualTo(404);
                assertThat(reply.headers()).doesNotContainKeys("ratelimit", "ratelimit-policy");
            }
        }
        assertThat(ledger.nobody().get(MINE).headers()).doesNotContainKey("ratelimit");
    }

    @Test
    void two_nodes_on_one_database_count_together(@TempDir Path data) throws IOException, SQLException {
        var settings = Map.<String, Object>of("ledger.rate-limit.shared", "true", "ledger.rate-limit.patience", "10s");
        try (var one = TestLedger.on(TestDatabase.fresh(), data, settings)) {
            // The second trusts the same key.
            var copy = Files.createTempDirectory("ledger-node-");
            Files.createDirectories(copy.resolve("keys"));
            Files.writeString(copy.resolve("keys").resolve("dev-token-key.json"), one.keyFile());
            try (var other = TestLedger.on(one.database(), copy, settings)) {
                var token = one.token(Role.USER, "everywhere");
                var nodes = List.of(new Client(one.url(), token), new Client(other.url(), token));
                var statuses = new ArrayList<Integer>();
                for (var i = 0; i < 110; i++) {
                    statuses.add(nodes.get(i % 2).get(MINE).status());
                }
                assertThat(statuses.subList(0, 100)).containsOnly(403);
                assertThat(statuses.subList(100, 110)).containsOnly(429);
                assertThat(keys(one.database())).singleElement().asString().matches("api:100:[A-Za-z0-9_-]{43}");
            }
        }
    }

    private static List<String> keys(TestDatabase database) throws SQLException {
        try (var connection = database.owner().getConnection();
                var statement = connection.createStatement();
                var answer = statement.executeQuery("SELECT id FROM limits.bucket")) {
            var keys = new ArrayList<String>();
            while (answer.next()) {
                keys.add(answer.getString(1));
            }
            return keys;
        }
    }

    private static void assertLimit(Reply reply, int remaining) {
        assertThat(reply.status()).isNotEqualTo(429);
        assertThat(reply.header("RateLimit-Policy")).hasValue("\"api\";q=100;w=60");
        assertThat(reply.header("RateLimit"))
                .hasValueSatisfying(limit -> assertThat(limit).matches("\"api\";r=" + remaining + ";t=[1-6]?[0-9]"));
    }
}
