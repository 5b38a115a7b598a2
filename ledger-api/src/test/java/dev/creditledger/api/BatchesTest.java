package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many changes in one request, each as its single call. */
class BatchesTest {

    private static final TestLedger LEDGER = TestLedger.shared();
    private static final Client ADMIN = LEDGER.admin();

    @Test
    void each_item_succeeds_or_fails_for_itself_in_order() {
        var account = ADMIN.openWith("10");
        var reply = batch(
                ADMIN,
                item(account, "deduction", "\"amount\":4,\"type\":\"custom\""),
                item(account, "deduction", "\"amount\":7,\"type\":\"custom\""),
                item(account, "deduction", "\"amount\":0,\"type\":\"nothing\""),
                item("nobody-s", "deduction", "\"amount\":0,\"type\":\"custom\""),
                item(account, "grant", "\"amount\":1,\"source\":\"gift\",\"reason\":\"r\""),
                item(account, "hold", "\"amount\":7"),
                item(account, "usage", "\"vendor\":\"x\",\"model\":\"y\",\"inputTokens\":1,\"outputTokens\":1"),
                item(account, "gossip", "\"amount\":7"),
                "7");

        assertThat(statuses(reply)).isEqualTo("201 402 400 404 201 201 422 400 400");
        assertThat(reply.at("/results/0/balance/available").asInt()).isEqualTo(6);
        assertThat(reply.at("/results/1/code").asString()).isEqualTo("insufficient_credits");
        assertThat(reply.at("/results/1/available").asInt()).isEqualTo(6);
        assertThat(reply.at("/results/2/errors").size()).isEqualTo(2);
        assertThat(reply.at("/results/5/holdId").asString()).isNotEmpty();
        assertThat(reply.header("Ledger-Consistency-Token")).isPresent();
    }

    @Test
    void an_item_is_the_same_request_as_its_single_call() {
        var account = ADMIN.openWith("10");
        var single = ADMIN.post("one", Client.path(account) + "/deductions", "{\"amount\":1,\"type\":\"custom\"}");
        var hold = ADMIN.hold(account, "2").text("holdId");

        var reply = batch(
                ADMIN,
                "{\"kind\":\"deduction\",\"type\":\"custom\",\"idempotencyKey\":\"one\",\"amount\":1.0,\"accountId\":\""
                        + account + "\"}",
                "{\"idempotencyKey\":\"two\",\"accountId\":\"" + account
                        + "\",\"kind\":\"capture\",\"amount\":1,\"holdId\":\"" + hold + "\"}",
                "{\"idempotencyKey\":\"one\",\"accountId\":\"" + account
                        + "\",\"kind\":\"deduction\",\"amount\":2,\"type\":\"custom\"}");

        assertThat(statuses(reply)).isEqualTo("201 201 422");
        assertThat(reply.at("/results/0/replayed").asBoolean()).isTrue();
        assertThat(reply.at("/results/0/deductionId").asString()).isEqualTo(single.text("deductionId"));
        assertThat(reply.at("/results/0/position").asLong())
                .isEqualTo(single.body().path("position").asLong());
        assertThat(reply.at("/results/1/replayed").asBoolean()).isFalse();
        var captured = ADMIN.post("two", Client.path(account) + "/holds/" + hold + "/capture", "{\"amount\":1}");
        assertThat(captured.header("Idempotent-Replayed")).hasValue("true");
    }

    @Test
    void each_item_is_authorised_for_itself() {
        var account = ADMIN.openWith("10");
        var reply = batch(
                LEDGER.service(),
                item(account, "grant", "\"amount\":1,\"source\":\"gift\",\"reason\":\"r\""),
                item(account, "deduction", "\"amount\":1,\"type\":\"custom\""));

        assertThat(statuses(reply)).isEqualTo("403 201");
        assertThat(reply.at("/results/0/code").asString()).isEqualTo("forbidden");
    }

    @Test
    void an_item_without_a_key_is_refused_alone() {
        var account = ADMIN.openWith("10");
        var reply = batch(
                ADMIN, "{\"accountId\":\"" + account + "\",\"kind\":\"deduction\",\"amount\":1,\"type\":\"custom\"}");

        assertThat(reply.at("/results/0/code").asString()).isEqualTo("idempotency_key_required");
    }

    @Test
    void the_same_key_twice_in_a_batch_has_one_effect() {
        var account = ADMIN.openWith("10");
        var item = item(account, "deduction", "\"amount\":1,\"type\":\"custom\"");
        var reply = batch(ADMIN, item, item);

        assertThat(statuses(reply)).isEqualTo("201 201");
        assertThat(reply.at("/results/1/replayed").asBoolean()).isTrue();
        assertThat(reply.at("/results/1/balance/available").asInt()).isEqualTo(9);
    }

    @Test
    void a_thousand_items_are_one_batch_and_one_more_is_too_many() {
        var account = ADMIN.openWith("1000");
        var items = IntStream.range(0, 1_000)
                .mapToObj(_ -> item(account, "deduction", "\"amount\":1,\"type\":\"custom\""))
                .toArray(String[]::new);

        var reply = batch(ADMIN, items);

        assertThat(reply.at("/results").size()).isEqualTo(1_000);
        assertThat(reply.at("/results/999/balance/available").asInt()).isZero();
        var tooMany = java.util.Arrays.copyOf(items, 1_001);
        tooMany[1_000] = items[0];
        assertProblem(batch(ADMIN, tooMany), 400, "invalid_request");
    }

    private static Client.Reply batch(Client client, String... items) {
        return client.without("Idempotency-Key")
                .send("POST", "/api/v1/batches", "{\"items\":[" + String.join(",", items) + "]}");
    }

    private static String item(String account, String kind, String fields) {
        return "{\"idempotencyKey\":\"" + UUID.randomUUID() + "\",\"accountId\":\"" + account + "\",\"kind\":\"" + kind
                + "\"," + fields + "}";
    }

    private static String statuses(Client.Reply reply) {
        reply.expect(200);
        return IntStream.range(0, reply.at("/results").size())
                .mapToObj(i -> reply.at("/results/" + i + "/status").asString())
                .collect(Collectors.joining(" "));
    }
}
