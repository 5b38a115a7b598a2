package dev.creditledger.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client.Reply;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever races, an account never goes negative. */
class SpendersTest {

    private static final Client ADMIN = TestLedger.shared().admin();

    @Test
    void sixty_four_spenders_of_one_account_never_overspend() {
        var account = ADMIN.openWith("100");
        var replies = IntStream.range(0, 256)
                .mapToObj(_ -> ADMIN.postLater(
                        UUID.randomUUID().toString(),
                        Client.path(account) + "/deductions",
                        "{\"amount\":1.5,\"type\":\"custom\"}"))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(66);
        assertThat(replies.stream().filter(reply -> reply.status() == 402)).hasSize(190);
        var last = ADMIN.deduct(account, "1").expect(201);
        assertThat(last.at("/balance/available").asInt()).isZero();
        var balance = ADMIN.getAfter(last, Client.path(account) + "/balance");
        assertThat(balance.body().path("available").asInt()).isZero();
        assertThat(balance.at("/lifetime/deducted").asInt()).isEqualTo(100);
    }

    @Test
    void holds_and_deductions_together_never_take_more_than_there_is() {
        var account = ADMIN.openWith("50");
        var replies = IntStream.range(0, 128)
                .mapToObj(i -> ADMIN.postLater(
                        UUID.randomUUID().toString(),
                        Client.path(account) + (i % 2 == 0 ? "/deductions" : "/holds"),
                        i % 2 == 0 ? "{\"amount\":1,\"type\":\"custom\"}" : "{\"amount\":1}"))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .map(Reply::status)
                .toList();

        assertThat(replies.stream().filter(status -> status == 201)).hasSize(50);
        assertThat(replies).containsOnly(201, 402);
    }
}
