package dev.creditledger.api.finance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client;
import dev.creditledger.api.Client.Reply;
import dev.creditledger.api.TestLedger;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.log.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import tools.jackson.databind.JsonNode;

/** One story on one ledger, as each month that is closed comes after the one before it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FinanceTest {

    private static final TestLedger LEDGER = TestLedger.on(TestDatabase.fresh(), Map.of());
    private static final Client ADMIN = LEDGER.admin();
    private static final String ROOT = "/api/v1/admin/finance";
    private static final YearMonth FIRST = YearMonth.from(now().atOffset(ZoneOffset.UTC));

    private static Instant now() {
        return Instant.parse(ADMIN.get("/dev/clock").expect(200).text("now"));
    }

    private static Reply purchase(String account, String credits, String paid) {
        return ADMIN.post(
                        Client.path(account) + "/grants",
                        "{\"amount\":" + credits + ",\"source\":\"purchase\",\"reason\":\"bought\",\"paidAmount\":"
                                + paid + ",\"currency\":\"EUR\"}")
                .expect(201);
    }

    private static Reply close(YearMonth period) {
        return ADMIN.post(ROOT + "/periods/" + period + "/close", "{}");
    }

    private static void passInto(YearMonth month) {
        ADMIN.post("/dev/clock", "{\"set\":\"" + month + "-02T08:00:00Z\"}").expect(200);
    }

    private static BigDecimal number(JsonNode node) {
        return node.decimalValue();
    }

    private static JsonNode line(Reply balance, String account, String funding) {
        for (var line : balance.body().path("lines")) {
            if (line.path("account").asString().equals(account)
                    && line.path("funding").asString().equals(funding)) {
                return line;
            }
        }
        throw new AssertionError("no line " + account + " " + funding + " in " + balance);
    }

    private static void assertBalanced(Reply balance) {
        assertThat(number(balance.at("/credits/difference"))).isZero();
        balance.body()
                .path("totals")
                .forEach(total -> assertThat(number(total.path("difference")))
                        .as(balance.text())
                        .isZero());
    }

    @Test
    @Order(1)
    void money_that_came_in_becomes_revenue_as_credits_are_used() {
        var account = ADMIN.open();
        purchase(account, "3", "10");
        ADMIN.grant(account, "5");
        ADMIN.deduct(account, "6").expect(201);
        var last = ADMIN.post(Client.path(account) + "/freeze", "{\"reason\":\"done\"}");

        var balance = ADMIN.getAfter(last, ROOT + "/trial-balance").expect(200);

        assertBalanced(balance);
        assertThat(number(line(balance, "clearing", "paid").path("debit"))).isEqualByComparingTo("10");
        assertThat(number(line(balance, "revenue", "paid").path("credit"))).isEqualByComparingTo("3.333333");
        assertThat(number(line(balance, "credit_liability", "paid").path("credit")))
                .isEqualByComparingTo("6.666667");
        assertThat(number(line(balance, "promotions_used", "promotional").path("creditsCredit")))
                .isEqualByComparingTo("5");
        assertThat(line(balance, "promotions_used", "promotional").path("memo").asBoolean())
                .isTrue();
        assertThat(balance.header("Ledger-Position")).hasValue(balance.text("position"));
    }

    @Test
    @Order(2)
    void what_is_owed_agrees_with_the_open_lots() {
        assertThat(LEDGER.auditor().get(ROOT + "/liability").expect(200).body().has("check"))
                .isFalse();
        var owed = LEDGER.auditor().get(ROOT + "/liability?check=true").expect(200);

        assertThat(owed.at("/check/agrees").asBoolean()).as(owed.text()).isTrue();
        assertThat(owed.at("/totals/0/funding").asString()).isEqualTo("paid");
        assertThat(number(owed.at("/totals/0/money"))).isEqualByComparingTo("6.666667");
        assertThat(owed.at("/data/0/source").asString()).isEqualTo("purchase");
        assertThat(owed.at("/data/0/age").asString()).isEqualTo("days_0_to_30");
    }

    @Test
    @Order(3)
    void the_books_can_be_had_at_every_position() {
        var head = Long.parseLong(ADMIN.get(ROOT + "/trial-balance").expect(200).text("position"));
        for (var position = 0L; position <= head; position++) {
            var balance =
                    ADMIN.get(ROOT + "/trial-balance?position=" + position).expect(200);
            assertBalanced(balance);
            assertThat(balance.text("position")).isEqualTo(Long.toString(position));
        }
        assertThat(ADMIN.get(ROOT + "/trial-balance?position=0").at("/lines")).isEmpty();
        assertThat(number(ADMIN.get(ROOT + "/liability?position=" + head).at("/totals/0/money")))
                .isEqualByComparingTo("6.666667");
    }

    @Test
    @Order(4)
    void a_period_is_closed_when_it_is_over_in_order_and_once() {
        assertThat(close(FIRST).expect(409).code()).isEqualTo("period_not_over");
        passInto(FIRST.plusMonths(2));
        var later = ADMIN.open();
        purchase(later, "1", "1");
        assertThat(close(FIRST.plusMonths(1)).expect(409).text("next")).isEqualTo(FIRST.toString());

        var key = UUID.randomUUID().toString();
        var path = ROOT + "/periods/" + FIRST + "/close";
        var closed = ADMIN.post(key, path, "{\"reason\":\"checked\"}").expect(201);

        assertBalanced(closed);
        assertThat(closed.text("period")).isEqualTo(FIRST.toString());
        assertThat(number(line(closed, "clearing", "paid").path("debit"))).isEqualByComparingTo("10");
        assertThat(ADMIN.get(ROOT + "/trial-balance?position=" + closed.text("position"))
                        .at("/lines"))
                .isEqualTo(closed.at("/lines"));
        var again = ADMIN.post(key, path, "{\"reason\":\"checked\"}").expect(201);
        assertThat(again.text()).isEqualTo(closed.text());
        assertThat(again.header("Idempotent-Replayed")).hasValue("true");
        assertThat(ADMIN.post(key, path, "{}").expect(422).code()).isEqualTo("idempotency_key_reused");
        assertThat(close(FIRST).expect(409).code()).isEqualTo("period_already_closed");
    }

    @Test
    @Order(5)
    void what_is_booked_later_belongs_to_the_open_period() {
        close(FIRST.plusMonths(1)).expect(201);
        var first = ADMIN.get(ROOT + "/trial-balance?period=" + FIRST).expect(200);
        var open =
                ADMIN.get(ROOT + "/trial-balance?period=" + FIRST.plusMonths(2)).expect(200);

        assertThat(number(line(first, "clearing", "paid").path("debit"))).isEqualByComparingTo("10");
        assertThat(number(line(open, "clearing", "paid").path("debit"))).isEqualByComparingTo("11");
        assertThat(ADMIN.get(ROOT + "/trial-balance?period=" + FIRST.minusMonths(1))
                        .expect(404)
                        .code())
                .isEqualTo("period_not_found");
        var periods = LEDGER.auditor().get(ROOT + "/periods?limit=2").expect(200);
        assertThat(periods.at("/data/0/status").asString()).isEqualTo("open");
        assertThat(periods.at("/data/1/period").asString())
                .isEqualTo(FIRST.plusMonths(1).toString());
        assertThat(periods.at("/data/1/closedBy").asString()).isEqualTo("the-admin");
        var rest = ADMIN.get(ROOT + "/periods?limit=2&cursor=" + periods.text("nextCursor"))
                .expect(200);
        assertThat(rest.at("/data/0/period").asString()).isEqualTo(FIRST.toString());
        assertThat(rest.at("/hasMore").asBoolean()).isFalse();
    }

    @Test
    @Order(6)
    void of_many_who_close_a_period_at_once_one_does() {
        var period = FIRST.plusMonths(2);
        passInto(FIRST.plusMonths(3));

        var replies = IntStream.range(0, 8)
                .mapToObj(_ ->
                        ADMIN.postLater(UUID.randomUUID().toString(), ROOT + "/periods/" + period + "/close", "{}"))
                .toList()
                .stream()
                .map(reply -> reply.join().status())
                .sorted()
                .toList();

        assertThat(replies).isEqualTo(List.of(201, 409, 409, 409, 409, 409, 409, 409));
    }

    @Test
    @Order(7)
    void bad_input_is_named() {
        for (var query : List.of(
                "position=-1", "position=x", "period=2026-13", "period=march", "position=1&period=2026-01", "of=1")) {
            assertThat(ADMIN.get(ROOT + "/trial-balance?" + query).expect(400).code())
                    .as(query)
                    .isEqualTo("invalid_request");
        }
        for (var query : List.of("check=yes", "check=true&position=1")) {
            assertThat(ADMIN.get(ROOT + "/liability?" + query).expect(400).code())
                    .as(query)
                    .isEqualTo("invalid_request");
        }
        var head = ADMIN.get(ROOT + "/liability").expect(200).text("position");
        var ahead = ADMIN.get(ROOT + "/liability?position=999999999").expect(400);
        assertThat(ahead.text()).contains("the last one in the log, " + head);
        assertThat(ADMIN.post(ROOT + "/periods/2026-00/close", "{}").expect(400).code())
                .isEqualTo("invalid_request");
        assertThat(ADMIN.post(ROOT + "/periods/" + FIRST + "/close", "{\"why\":1}")
                        .expect(400)
                        .code())
                .isEqualTo("invalid_request");
        assertThat(ADMIN.send("POST", ROOT + "/periods/" + FIRST + "/close", "{}")
                        .expect(400)
                        .code())
                .isEqualTo("idempotency_key_required");
    }

    @Test
    @Order(8)
    void finance_is_for_admins_and_auditors_and_only_admins_close() {
        var readers = EnumSet.of(Role.ADMIN, Role.AUDITOR);
        for (var role : EnumSet.of(Role.USER, Role.SERVICE, Role.ADMIN, Role.AUDITOR)) {
            var caller = LEDGER.as(role, "somebody");
            for (var path : List.of("/trial-balance", "/liability", "/periods")) {
                assertThat(caller.get(ROOT + path).status())
                        .as(role + " " + path)
                        .isEqualTo(readers.contains(role) ? 200 : 403);
            }
            assertThat(caller.post(ROOT + "/periods/" + FIRST + "/close", "{}").status())
                    .as(role.toString())
                    .isEqualTo(Set.of(Role.ADMIN).contains(role) ? 409 : 403);
        }
        assertThat(LEDGER.nobody().get(ROOT + "/liability").status()).isEqualTo(401);
    }
}
