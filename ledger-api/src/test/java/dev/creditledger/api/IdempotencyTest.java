package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client.Reply;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.log.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One key, one effect, the same answer for ever. */
class IdempotencyTest {

    private static final TestLedger LEDGER = TestLedger.shared();
    private static final Client ADMIN = LEDGER.admin();
    private static final String USAGE =
            "{\"vendor\":\"openai\",\"model\":\"gpt-4o\",\"inputTokens\":400000,\"outputTokens\":0}";

    @Test
    void a_replay_has_the_same_status_and_body_and_says_that_it_is_one() {
        var account = ADMIN.openWith("10");
        var key = UUID.randomUUID().toString();
        var first = ADMIN.post(key, Client.path(account) + "/deductions", "{\"amount\":4,\"type\":\"custom\"}");
        ADMIN.deduct(account, "1").expect(201);

        var again = ADMIN.post(key, Client.path(account) + "/deductions", "{ \"type\": \"custom\", \"amount\": 4.00 }");

        assertSame(first, again);
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(again.header("Ledger-Consistency-Token")).isEqualTo(first.header("Ledger-Consistency-Token"));
        assertThat(ADMIN.deduct(account, "1")
                        .expect(201)
                        .at("/balance/available")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void the_retry_of_the_charge_that_emptied_the_account_gets_its_first_answer() {
        var account = ADMIN.openWith("10");
        var path = Client.path(account) + "/deductions";
        var body = "{\"amount\":10,\"type\":\"custom\"}";
        var first = ADMIN.post("emptied", path, body).expect(201);

        assertProblem(ADMIN.deduct(account, "0.000001"), 402, "insufficient_credits");
        assertSame(first, ADMIN.post("emptied", path, body));
    }

    @Test
    void the_same_key_for_other_content_or_from_another_caller_is_422_and_shows_nothing() {
        var account = ADMIN.openWith("10");
        var path = Client.path(account) + "/deductions";
        var body = "{\"amount\":1,\"type\":\"custom\"}";
        ADMIN.post("mine", path, body).expect(201);

        assertProblem(ADMIN.post("mine", path, "{\"amount\":2,\"type\":\"custom\"}"), 422, "idempotency_key_reused");
        assertProblem(
                ADMIN.post("mine", path, "{\"amount\":1,\"type\":\"custom\",\"metadata\":{}}"),
                422,
                "idempotency_key_reused");
        assertProblem(
                ADMIN.post("mine", Client.path(account) + "/holds", "{\"amount\":1}"), 422, "idempotency_key_reused");
        assertProblem(LEDGER.service().post("mine", path, body), 422, "idempotency_key_reused");
        assertThat(LEDGER.as(Role.SERVICE, "the-admin").post("mine", path, body).status())
                .describedAs("the same caller in another role")
                .isEqualTo(201);
    }

    @Test
    void the_same_key_on_another_account_is_another_key() {
        ADMIN.openWith("10");
        var one = ADMIN.openWith("10");
        var two = ADMIN.openWith("10");
        var body = "{\"amount\":1,\"type\":\"custom\"}";

        var first = ADMIN.post("shared", Client.path(one) + "/deductions", body).expect(201);
        var second =
                ADMIN.post("shared", Client.path(two) + "/deductions", body).expect(201);

        assertThat(second.header("Idempotent-Replayed")).isEmpty();
        assertThat(second.text("deductionId")).isNotEqualTo(first.text("deductionId"));
    }

    @Test
    void a_rejection_is_not_remembered() {
        var account = ADMIN.openWith("1");
        var path = Client.path(account) + "/deductions";
        var body = "{\"amount\":5,\"type\":\"custom\"}";
        ADMIN.post("later", path, body).expect(402);
        ADMIN.grant(account, "10");

        assertThat(ADMIN.post("later", path, body).expect(201).header("Idempotent-Replayed"))
                .isEmpty();
    }

    @Test
    void the_same_key_from_16_callers_at_once_has_one_effect() {
        var account = ADMIN.openWith("100");
        var path = Client.path(account) + "/deductions";
        var replies = IntStream.range(0, 16)
                .mapToObj(_ -> ADMIN.postLater("at-once", path, "{\"amount\":3,\"type\":\"custom\"}"))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(replies).extracting(Reply::status).containsOnly(201);
        assertThat(replies)
                .extracting(Reply::text)
                .containsOnly(replies.getFirst().text());
        assertThat(replies.stream()
                        .filter(reply -> reply.header("Idempotent-Replayed").isEmpty()))
                .hasSize(1);
        assertThat(ADMIN.deduct(account, "97")
                        .expect(201)
                        .at("/balance/available")
                        .asInt())
                .isZero();
    }

    @Test
    void everything_that_was_answered_is_answered_again_after_a_restart_and_a_change_of_prices() {
        var first = TestLedger.on(TestDatabase.fresh(), Map.of());
        var replies = new Reply[3];
        var account = first.admin().openWith("1000");
        replies[0] = first.admin()
                .post("usage", Client.path(account) + "/usage", USAGE)
                .expect(201);
        replies[1] = first.admin()
                .post("hold", Client.path(account) + "/holds", "{\"amount\":5}")
                .expect(201);
        replies[2] = first.admin()
                .post(
                        "capture",
                        Client.path(account) + "/holds/" + replies[1].text("holdId") + "/capture",
                        "{\"amount\":2}")
                .expect(201);
        var hold = replies[1].text("holdId");

        var priced = first.admin()
                .send(
                        "PUT",
                        "/api/v1/admin/pricing/margins/default",
                        "{\"strategy\":\"fixed_percentage\",\"multiplier\":3,\"reason\":\"a test\"}")
                .expect(200);
        first.admin().post("/dev/clock", "{\"advance\":\"PT6S\"}").expect(200);

        try (var second = first.restarted(Map.of())) {
            var admin = second.admin();
            assertSame(replies[0], admin.post("usage", Client.path(account) + "/usage", USAGE));
            assertSame(replies[1], admin.post("hold", Client.path(account) + "/holds", "{\"amount\":5}"));
            assertSame(
                    replies[2],
                    admin.post("capture", Client.path(account) + "/holds/" + hold + "/capture", "{\"amount\":2}"));
            var dearer = admin.post(Client.path(account) + "/usage", USAGE).expect(201);
            assertThat(dearer.body().path("marginVersion").asInt())
                    .isEqualTo(priced.body().path("version").asInt());
            assertThat(dearer.body().path("amount").decimalValue())
                    .isEqualByComparingTo(
                            replies[0].body().path("amount").decimalValue().multiply(java.math.BigDecimal.TWO));
        }
    }

    @Test
    void a_charge_is_found_before_its_model_is_unknown() {
        var first = TestLedger.on(TestDatabase.fresh(), Map.of());
        var account = first.admin().openWith("1000");
        var path = Client.path(account) + "/usage";
        var charged = first.admin().post("known", path, USAGE).expect(201);
        first.admin()
                .send("DELETE", "/api/v1/admin/pricing/models/openai/gpt-4o", "{\"reason\":\"a test\"}")
                .expect(200);
        first.admin().post("/dev/clock", "{\"advance\":\"PT6S\"}").expect(200);

        try (var second = first.restarted(Map.of())) {
            assertSame(charged, second.admin().post("known", path, USAGE));
            assertProblem(second.admin().post("new", path, USAGE), 422, "unknown_model");
        }
    }

    @Test
    void every_change_can_be_replayed() {
        var account = ADMIN.openWith("100");
        var path = Client.path(account);
        var grant = ADMIN.grant(account, "5").text("grantId");
        var deduction = ADMIN.deduct(account, "5").text("deductionId");
        var captured = ADMIN.hold(account, "5").text("holdId");
        var released = ADMIN.hold(account, "5").text("holdId");
        var reason = "{\"reason\":\"a test\"}";
        var changes = List.of(
                List.of("/api/v1/accounts", "{\"accountId\":\"" + UUID.randomUUID() + "\"}"),
                List.of(
                        path + "/grants",
                        "{\"amount\":1,\"source\":\"gift\",\"reason\":\"r\",\"expiresAt\":\"2098-01-01T00:00:00Z\"}"),
                List.of(path + "/grants/" + grant + "/revocation", reason),
                List.of(path + "/deductions", "{\"amount\":1,\"type\":\"custom\"}"),
                List.of(path + "/deductions/" + deduction + "/reversal", reason),
                List.of(path + "/usage", USAGE.replace("400000", "1")),
                List.of(path + "/holds", "{\"amount\":1}"),
                List.of(path + "/holds/" + captured + "/capture", "{}"),
                List.of(path + "/holds/" + released + "/release", "{}"),
                List.of(path + "/freeze", reason),
                List.of(path + "/unfreeze", reason));
        for (var change : changes) {
            var key = UUID.randomUUID().toString();
            assertSame(
                    ADMIN.post(key, change.get(0), change.get(1)).expect(201),
                    ADMIN.post(key, change.get(0), change.get(1)));
        }
    }

    private static void assertSame(Reply first, Reply again) {
        assertThat(again.status()).describedAs(again.text()).isEqualTo(first.status());
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotent-Replayed")).hasValue("true");
    }
}
