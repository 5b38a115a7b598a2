package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client.Reply;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.log.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Subscriptions over HTTP, on business time that is moved by hand. */
class SubscriptionsTest {

    private static final TestLedger LEDGER = TestLedger.on(
            TestDatabase.fresh(),
            Map.of(
                    "ledger.subscription.plans.pro.rollover-share", "0.5",
                    "ledger.subscription.plans.pro.rollover-max", "1000",
                    "ledger.subscription.spends-in-grace", "false"));
    private static final Client ADMIN = LEDGER.admin();

    @AfterAll
    static void close() {
        LEDGER.close();
    }

    private static String path(String account) {
        return Client.path(account) + "/subscription";
    }

    private static Reply put(String account, String tier, String status) {
        return ADMIN.send("PUT", path(account), body(tier, status));
    }

    private static String body(String tier, String status) {
        return "{\"tier\":\"" + tier + "\",\"status\":\"" + status + "\"}";
    }

    private static Reply moveTo(Instant time) {
        return ADMIN.send("POST", "/dev/clock", "{\"set\":\"" + time + "\"}").expect(200);
    }

    @Test
    void ten_puts_at_once_allot_once() {
        var account = ADMIN.open();

        var replies = IntStream.range(0, 10)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> put(account, "pro", "active")))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(replies).map(Reply::status).containsOnly(200);
        assertThat(replies.stream().filter(reply -> reply.at("/granted").asInt() == 20_000))
                .hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.at("/granted").asInt() == 0))
                .hasSize(9);
        var balance = ADMIN.getAfter(replies.getLast(), Client.path(account) + "/balance");
        assertThat(balance.at("/lifetime/granted").asInt()).isEqualTo(20_000);
    }

    @Test
    void a_put_with_a_key_is_answered_the_same_way_again() {
        var account = ADMIN.open();
        var keyed = ADMIN.with("Idempotency-Key", "put-" + account);

        var first = keyed.send("PUT", path(account), body("free", "active")).expect(200);
        var again = keyed.send("PUT", path(account), body("free", "active")).expect(200);

        assertThat(first.header("Idempotent-Replayed")).isEmpty();
        assertThat(again.header("Idempotent-Replayed")).contains("true");
        assertThat(again.text()).isEqualTo(first.text());
        assertProblem(keyed.send("PUT", path(account), body("pro", "active")), 422, "idempotency_key_reused");
    }

    @Test
    void a_month_later_what_is_left_expires_and_the_next_allocation_is_there_with_what_rolls_over() {
        var account = ADMIN.open();
        var subscribed = put(account, "pro", "active").expect(200);
        ADMIN.deduct(account, "19000").expect(201);

        var moved = moveTo(Instant.parse(subscribed.at("/period/until").asString()));

        var balance = ADMIN.getAfter(moved, Client.path(account) + "/balance").expect(200);
        assertThat(balance.at("/available").asInt()).isEqualTo(20_500);
        assertThat(balance.at("/lifetime/expired").asInt()).isEqualTo(1_000);
        var subscription = ADMIN.getAfter(moved, path(account)).expect(200);
        assertThat(subscription.at("/period/number").asInt()).isEqualTo(1);
        assertThat(subscription.at("/period/from").asString())
                .isEqualTo(subscribed.at("/period/until").asString());
        assertThat(ADMIN.get(Client.path(account) + "/entries?kind=renewal").text())
                .contains("\"kind\":\"renewal\"", "\"actor\":");
    }

    @Test
    void an_upgrade_gives_the_difference_and_a_downgrade_takes_back_what_is_left_of_it() {
        var account = ADMIN.open();
        put(account, "free", "active").expect(200);

        var up = put(account, "pro", "active").expect(200);
        assertThat(up.at("/granted").decimalValue()).isBetween(new BigDecimal("17900"), new BigDecimal("18000"));
        var down = put(account, "free", "active").expect(200);
        assertThat(down.at("/withdrawn").decimalValue()).isBetween(new BigDecimal("17900"), new BigDecimal("18000"));
        assertThat(down.at("/balance/available").decimalValue())
                .isBetween(new BigDecimal("2000"), new BigDecimal("2001"));
    }

    @Test
    void who_is_suspended_or_in_grace_without_leave_does_not_spend() {
        var account = ADMIN.openWith("5");
        put(account, "pro", "active").expect(200);
        ADMIN.deduct(account, "1").expect(201);

        for (var status : new String[] {"grace_period", "suspended"}) {
            var changed = put(account, "pro", status).expect(200);
            var refused = ADMIN.deduct(account, "1");
            assertProblem(refused, 409, "spending_stopped");
            assertThat(refused.text("reason")).isEqualTo("subscription_" + status);
            var authorized = ADMIN.post(Client.path(account) + "/authorization", "{\"amount\":1}");
            assertThat(authorized.body().path("authorized").asBoolean()).isFalse();
            assertThat(ADMIN.getAfter(changed, path(account))
                            .body()
                            .path("maySpend")
                            .asBoolean())
                    .isFalse();
        }
        put(account, "pro", "active").expect(200);
        ADMIN.deduct(account, "1").expect(201);
    }

    @Test
    void a_status_changes_as_it_may() {
        var account = ADMIN.open();
        assertProblem(put(account, "pro", "past_due"), 409, "illegal_status_change");
        put(account, "pro", "active").expect(200);

        var refused = put(account, "pro", "trial");

        assertProblem(refused, 409, "illegal_status_change");
        assertThat(refused.text("from")).isEqualTo("active");
        assertThat(refused.at("/legal").toString())
                .contains("past_due", "cancelled")
                .doesNotContain("trial");
    }

    @Test
    void what_is_wrong_is_named_and_who_may_not_is_sent_away() {
        var account = ADMIN.open();

        assertProblem(ADMIN.send("PUT", path(account), "{\"tier\":\"gold\"}"), 400, "invalid_request");
        assertProblem(
                ADMIN.send(
                        "PUT",
                        path(account),
                        "{\"tier\":\"pro\",\"status\":\"active\",\"anchor\":\"1960-01-01T00:00:00Z\"}"),
                422,
                "contradictory_fields");
        assertProblem(put("nobody-s", "pro", "active"), 404, "account_not_found");
        assertProblem(ADMIN.get(path(account)), 404, "subscription_not_found");
        for (var role : new Role[] {Role.SERVICE, Role.AUDITOR, Role.USER}) {
            assertProblem(
                    LEDGER.as(role, "someone").send("PUT", path(account), body("pro", "active")), 403, "forbidden");
        }
        assertProblem(LEDGER.nobody().send("PUT", path(account), body("pro", "active")), 401, "unauthenticated");
    }

    @Test
    void usage_beyond_what_there_is_can_be_recorded_and_is_repaid_by_the_next_paid_grant() {
        var account = ADMIN.openWith("1");
        var usage = "{\"vendor\":\"openai\",\"model\":\"gpt-4o-mini\",\"inputTokens\":1000000,\"outputTokens\":0";

        assertProblem(ADMIN.post(Client.path(account) + "/usage", usage + "}"), 402, "insufficient_credits");
        var recorded = ADMIN.post(Client.path(account) + "/usage", usage + ",\"onInsufficient\":\"record\"}")
                .expect(201);
        assertThat(recorded.at("/amount").asInt()).isEqualTo(1);
        assertThat(recorded.at("/uncovered").decimalValue()).isEqualByComparingTo("21.5");
        assertProblem(ADMIN.deduct(account, "0.000001"), 402, "usage_uncovered");

        var paid = ADMIN.post(
                        Client.path(account) + "/grants",
                        "{\"amount\":20,\"source\":\"purchase\",\"paidAmount\":2,\"currency\":\"EUR\",\"reason\":\"r\"}")
                .expect(201);
        assertThat(paid.at("/repaid").asInt()).isEqualTo(20);
        assertThat(paid.at("/balance/available").asInt()).isZero();
        var balance = ADMIN.getAfter(paid, Client.path(account) + "/balance");
        assertThat(balance.at("/uncovered").decimalValue()).isEqualByComparingTo("1.5");

        ADMIN.post(Client.path(account) + "/uncovered/write-off", "{\"reason\":\"goodwill\"}")
                .expect(201);
        ADMIN.grant(account, "3").expect(201);
        ADMIN.deduct(account, "3").expect(201);
    }
}
