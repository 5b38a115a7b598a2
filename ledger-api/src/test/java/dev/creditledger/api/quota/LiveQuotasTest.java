package dev.creditledger.api.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client;
import dev.creditledger.api.Client.Reply;
import dev.creditledger.api.TestLedger;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.log.TestDatabase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Quotas over HTTP: what users see of them, what admins set. */
class LiveQuotasTest {

    private static final String ROOT = "/api/v1/admin/live-quotas";
    private static final TestLedger LEDGER = TestLedger.on(TestDatabase.fresh(), Map.of());
    private static final Client ADMIN = LEDGER.admin();

    @AfterAll
    static void close() {
        LEDGER.close();
    }

    /** In the middle of no hour's end. */
    private static String used(long seconds) {
        var account = ADMIN.openWith("5000");
        var now = Instant.parse(ADMIN.get("/dev/clock").text("now"));
        var hour = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        ADMIN.send("POST", "/dev/clock", "{\"set\":\"" + hour + "\"}").expect(200);
        var path = Client.path(account) + "/sessions";
        var session = ADMIN.post(path, "{\"feature\":\"dubbing\"}").expect(201).text("sessionId");
        ADMIN.send("POST", "/dev/clock", "{\"advance\":\"PT" + seconds + "S\"}").expect(200);
        var ended = ADMIN.post(path + "/" + session + "/end", "{\"seconds\":" + seconds + "}")
                .expect(200);
        ADMIN.getAfter(ended, path).expect(200);
        return account;
    }

    private static Reply set(String path, String body) {
        return ADMIN.send("PUT", ROOT + path, body);
    }

    @Test
    void users_see_what_they_have_used_and_nothing_of_costs() {
        var account = used(100);
        var user = LEDGER.as(Role.USER, account);

        var mine = user.get("/api/v1/live/quota/my-usage").expect(200);
        assertThat(mine.text("accountId")).isEqualTo(account);
        assertThat(mine.at("/features/0/feature").asString()).isEqualTo("dubbing");
        assertThat(mine.at("/features/0/windows/0/window").asString()).isEqualTo("hour");
        assertThat(mine.at("/features/0/windows/0/used").asInt()).isEqualTo(100);
        assertThat(mine.at("/features/0/windows/0/remaining").asInt()).isEqualTo(7_100);
        assertThat(mine.text().toLowerCase(java.util.Locale.ROOT)).doesNotContain("cost", "credit", "charge");
        var check = user.get("/api/v1/live/quota/check?feature=live_dubbing").expect(200);
        assertThat(check.at("/allowed").asBoolean()).isTrue();
        assertThat(check.at("/remainingSeconds").asInt()).isEqualTo(7_100);
        assertThat(LEDGER.as(Role.USER, "mallory")
                        .get("/api/v1/live/quota/my-usage?accountId=" + account)
                        .status())
                .isEqualTo(403);
        assertThat(LEDGER.as(Role.USER, "nobody")
                        .get("/api/v1/live/quota/my-usage")
                        .status())
                .isEqualTo(404);
        assertThat(user.get(ROOT + "/system-stats").status()).isEqualTo(403);
    }

    @Test
    void an_account_has_its_own_limits_until_they_are_taken_back() {
        var account = used(50);

        var set = set("/accounts/" + account + "/dubbing", "{\"hour\":50,\"reason\":\"a conference\"}")
                .expect(200);
        assertThat(set.at("/limits/hour").asInt()).isEqualTo(50);
        var start = ADMIN.post(Client.path(account) + "/sessions", "{\"feature\":\"dubbing\"}")
                .expect(429);
        assertThat(start.code()).isEqualTo("quota_exceeded");
        assertThat(ADMIN.getAfter(set, ROOT + "/accounts/" + account)
                        .expect(200)
                        .at("/own/dubbing/hour")
                        .asInt())
                .isEqualTo(50);
        set("/accounts/" + account + "/dubbing", "{\"hour\":0,\"reason\":\"abuse\"}")
                .expect(200);
        assertThat(ADMIN.post(Client.path(account) + "/sessions", "{\"feature\":\"dubbing\"}")
                        .expect(403)
                        .code())
                .isEqualTo("feature_not_allowed");
        set("/accounts/" + account + "/dubbing", "{\"reason\":\"it is over\"}").expect(200);
        ADMIN.post(Client.path(account) + "/sessions", "{\"feature\":\"dubbing\"}")
                .expect(201);
    }

    @Test
    void a_tier_is_limited_for_all_who_have_no_limits_of_their_own() {
        var account = ADMIN.openWith("500");
        ADMIN.send("PUT", Client.path(account) + "/subscription", "{\"tier\":\"pro_max\",\"status\":\"active\"}")
                .expect(200);

        var set = set("/tiers/pro_max/dubbing", "{\"hour\":20,\"reason\":\"a trial\"}")
                .expect(200);
        assertThat(set.at("/before").size()).isZero();

        var started = ADMIN.post(Client.path(account) + "/sessions", "{\"feature\":\"dubbing\"}")
                .expect(201);
        assertThat(started.at("/grantedUntilSecond").asInt()).isEqualTo(20);
        assertThat(started.at("/finalUnit").asBoolean()).isTrue();
        assertThat(set("/tiers/platinum/dubbing", "{\"hour\":20,\"reason\":\"r\"}")
                        .status())
                .isEqualTo(400);
        assertThat(set("/tiers/pro/dubbing", "{\"hour\":-1,\"reason\":\"r\"}").status())
                .isEqualTo(400);
        assertThat(LEDGER.service()
                        .send("PUT", ROOT + "/tiers/pro/dubbing", "{\"hour\":1,\"reason\":\"r\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void admins_see_what_runs_and_what_was_used_today() {
        used(30);
        var account = ADMIN.openWith("500");
        var started = ADMIN.post(Client.path(account) + "/sessions", "{\"feature\":\"dubbing\"}")
                .expect(201);

        var stats = ADMIN.getAfter(started, ROOT + "/system-stats").expect(200);

        assertThat(stats.at("/activeSessions").asInt()).isPositive();
        assertThat(stats.at("/secondsToday").asInt()).isGreaterThanOrEqualTo(30);
        assertThat(stats.at("/total_cost").asInt()).isGreaterThanOrEqualTo(30);
        assertThat(stats.at("/data/0/feature").asString()).isEqualTo("dubbing");
    }
}
