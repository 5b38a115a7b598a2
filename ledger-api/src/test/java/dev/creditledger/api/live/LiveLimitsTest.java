package dev.creditledger.api.live;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.creditledger.api.live.RawSocket.Knock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** With so little patience, and so little room, that a test can use them up. Both are of the real clock. */
class LiveLimitsTest {

    private static final String PATH = "/ws/live/stage/dubbing";
    private static final Stage STAGE = Stage.with(Map.of(
            "ledger.live.authenticate-within", "1s",
            "ledger.live.ping-every", "1s",
            "ledger.live.silent-after", "2s",
            "ledger.live.connections-max", "6",
            "ledger.live.unauthenticated-max", "3"));

    @AfterAll
    static void close() {
        STAGE.close();
    }

    @Test
    void who_does_not_say_who_it_is_is_sent_away() {
        try (var silent = STAGE.open()) {
            var error = silent.refused("invalid_token", 4001);
            assertThat(error.path("message").asString()).isEqualTo("Invalid or expired token");
            assertThat(error.path("recoverable").asBoolean(true)).isFalse();
        }
    }

    @Test
    void who_answers_no_ping_is_given_up_and_may_come_back() throws IOException {
        try (var present = STAGE.session("500");
                var absent = RawSocket.open(STAGE.ledger().port(), PATH)) {
            var account = STAGE.account("500");
            absent.text("{\"type\":\"authenticate\",\"token\":\"" + STAGE.token(account) + "\"}");
            var id = absent.next().path("session_id").asString();

            assertThat(absent.closed()).isEqualTo(1008);

            assertThat(present.client().isOpen()).isTrue();
            assertThat(STAGE.found(account, id).text("status")).isEqualTo("running");
            assertThat(STAGE.found(account, id).at("/seconds").asInt()).isLessThan(3);
            try (var again = STAGE.open(PATH).authenticate(STAGE.token(account), "resume", id)) {
                assertThat(again.next("connected").path("resumed").asBoolean()).isTrue();
            }
        }
    }

    @Test
    void a_node_has_room_for_so_many_that_have_not_said_who_they_are() throws IOException {
        var strangers = new ArrayList<RawSocket>();
        try {
            for (var host = 11; host <= 13; host++) {
                strangers.add(RawSocket.open(STAGE.ledger().port(), PATH, Knock.from(host)));
                assertThat(strangers.getLast().answer().status()).isEqualTo(101);
            }
            assertFull();
        } finally {
            for (var stranger : strangers) {
                stranger.close();
            }
        }
        opens(() -> RawSocket.open(STAGE.ledger().port(), PATH, Knock.from(14))).close();
    }

    @Test
    void a_node_has_room_for_so_many_in_all() throws IOException {
        var sessions = new ArrayList<Stage.Session>();
        opens(() -> RawSocket.open(STAGE.ledger().port(), PATH)).close();
        for (var i = 1; i <= 6; i++) {
            sessions.add(STAGE.session("500"));
        }

        assertFull();

        sessions.forEach(session -> session.client().stop().last("ended", 1000));
        opens(() -> RawSocket.open(STAGE.ledger().port(), PATH)).close();
    }

    private static void assertFull() throws IOException {
        try (var refused = RawSocket.open(STAGE.ledger().port(), PATH, Knock.from(14))) {
            assertThat(refused.answer().status()).isEqualTo(503);
            assertThat(refused.answer().json().path("code").asString()).isEqualTo("overloaded");
            assertThat(refused.answer().headers()).containsKey("retry-after");
        }
    }

    /** As soon as those that left are known to have. */
    private static RawSocket opens(Callable<RawSocket> knock) {
        return await().atMost(10, SECONDS)
                .until(knock, socket -> socket.answer().status() == 101);
    }
}
