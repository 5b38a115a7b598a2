package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Cause.Role;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users see of their own accounts, and of all others: nothing, not even whether they are there. */
class UsersTest {

    private static final TestLedger LEDGER = TestLedger.shared();
    private static final Client ADMIN = LEDGER.admin();
    private static final String OWNER = "user-" + UUID.randomUUID();
    private static final String MINE = "mine-" + UUID.randomUUID().toString().substring(0, 8);
    private static final String TOKEN = open();

    private static String open() {
        ADMIN.post(
                        "/api/v1/accounts",
                        "{\"accountId\":\"" + MINE + "\",\"ownerId\":\"" + OWNER
                                + "\",\"email\":\"o@example.org\",\"metadata\":{\"plan\":\"beta\"}}")
                .expect(201);
        ADMIN.grant(MINE, "10");
        return ADMIN.deduct(MINE, "2")
                .expect(201)
                .header("Ledger-Consistency-Token")
                .orElseThrow();
    }

    private static Client user(String subject) {
        return LEDGER.as(Role.USER, subject).with("Ledger-At-Least", TOKEN).with("Prefer", "wait=30");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/balance", "/entries", "/usage/daily"})
    void a_user_reads_its_own_account_and_no_other(String what) {
        user(OWNER).get(Client.path(MINE) + what).expect(200);

        for (var account : new String[] {MINE, "no-such-account", "b%20d"}) {
            assertProblem(user("somebody-else").get(Client.path(account) + what), 403, "not_your_account");
        }
    }

    @Test
    void a_user_may_ask_what_it_may_spend_and_never_spends() {
        var reply = user(OWNER).send("POST", Client.path(MINE) + "/authorization", "{\"amount\":8}");

        assertThat(reply.expect(200).body().path("authorized").asBoolean()).isTrue();
        assertThat(reply.body().path("remaining").asInt()).isEqualTo(8);
        assertThat(user(OWNER)
                        .send("POST", Client.path(MINE) + "/authorization", "{\"amount\":8.000001}")
                        .expect(200)
                        .body()
                        .path("authorized")
                        .asBoolean())
                .isFalse();
        assertProblem(user("x").send("POST", Client.path(MINE) + "/authorization", "{}"), 403, "not_your_account");
        assertProblem(user(OWNER).deduct(MINE, "1"), 403, "forbidden");
    }

    @Test
    void a_user_is_told_the_role_of_others_but_not_who_they_are() {
        var mine = user(OWNER).get(Client.path(MINE) + "/entries").expect(200);
        var audited = LEDGER.auditor().with("Ledger-At-Least", TOKEN).get(Client.path(MINE) + "/entries");

        assertThat(mine.at("/data/0/cause/role").asString()).isEqualTo("admin");
        assertThat(mine.at("/data/0/cause/actor").isNull()).isTrue();
        assertThat(audited.at("/data/0/cause/actor").asString()).isEqualTo("the-admin");
    }

    @Test
    void an_account_shows_what_was_said_of_its_owner() {
        var account = user(OWNER).get(Client.path(MINE)).expect(200);

        assertThat(account.text("ownerId")).isEqualTo(OWNER);
        assertThat(account.text("email")).isEqualTo("o@example.org");
        assertThat(account.at("/metadata/plan").asString()).isEqualTo("beta");
        assertThat(account.text("status")).isEqualTo("open");
    }

    @Test
    void the_statement_tells_every_change_newest_first_and_in_pages() {
        var first = user(OWNER).get(Client.path(MINE) + "/entries?limit=2").expect(200);

        assertThat(first.at("/data/0/kind").asString()).isEqualTo("deduction");
        assertThat(first.at("/data/0/availableAfter").asInt()).isEqualTo(8);
        assertThat(first.at("/data/1/kind").asString()).isEqualTo("grant");
        assertThat(first.at("/data/1/reason").asString()).isEqualTo("a test");
        assertThat(first.body().path("hasMore").asBoolean()).isTrue();
        assertThat(first.header("Ledger-Position")).isPresent();
        var second = user(OWNER)
                .get(Client.path(MINE) + "/entries?limit=2&cursor=" + first.text("nextCursor"))
                .expect(200);
        assertThat(second.at("/data/0/kind").asString()).isEqualTo("opening");
        assertThat(second.body().path("hasMore").asBoolean()).isFalse();
        assertThat(user(OWNER)
                        .get(Client.path(MINE) + "/entries?kind=grant")
                        .at("/data")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void vendor_cost_is_for_admins_and_auditors() {
        var charged = ADMIN.post(
                Client.path(MINE) + "/usage",
                "{\"vendor\":\"openai\",\"model\":\"gpt-4o-mini\",\"inputTokens\":1000,\"outputTokens\":100,\"feature\":\"chat\"}");
        var path = Client.path(MINE) + "/usage/daily";

        var audited = LEDGER.auditor()
                .getAfter(charged.expect(201), path)
                .expect(200)
                .body()
                .path("data");
        var mine = user(OWNER).get(path).expect(200).body().path("data");

        assertThat(audited.toString()).contains("vendorCostUsd", "gpt-4o-mini", "\"feature\":\"chat\"");
        assertThat(mine.toString()).doesNotContain("vendorCostUsd");
    }

    @Test
    void accounts_can_be_listed_by_owner_and_status() {
        var list = LEDGER.auditor()
                .with("Ledger-At-Least", TOKEN)
                .get("/api/v1/accounts?status=open&ownerId=" + OWNER)
                .expect(200);

        assertThat(list.at("/data").size()).isEqualTo(1);
        assertThat(list.at("/data/0/accountId").asString()).isEqualTo(MINE);
    }
}
