package dev.creditledger.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client;
import dev.creditledger.api.TestLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two nodes on one database, by the real clock: a session is charged every second. */
class LiveNodesTest {

    private static final Map<String, Object> SETTINGS =
            Map.of("ledger.live.checkpoint-every", "1s", "ledger.live.reserve", "3s");

    private static Stage one;
    private static Stage other;

    @BeforeAll
    static void start() throws IOException {
        one = Stage.with(SETTINGS);
        // The other trusts the same key.
        var data = Files.createTempDirectory("ledger-node-");
        Files.createDirectories(data.resolve("keys"));
        Files.writeString(
                data.resolve("keys").resolve("dev-token-key.json"), one.ledger().keyFile());
        other = Stage.on(TestLedger.on(one.ledger().database(), data, SETTINGS));
    }

    @AfterAll
    static void close() {
        one.close();
        other.close();
    }

    private static LiveClient resume(Stage node, Stage.Session session) {
        return node.open("/ws/live/stage/dubbing").authenticate(one.token(session.account()), "resume", session.id());
    }

    @Test
    void a_session_goes_on_at_the_node_where_its_client_is_now() {
        var begun = Instant.now();
        try (var session = one.session("500")) {
            session.client().next("checkpoint");

            var client = resume(other, session);

            assertThat(client.next("connected").path("resumed").asBoolean()).isTrue();
            var message = session.client().next();
            while (message.path("type").asString().equals("checkpoint")) {
                message = session.client().next();
            }
            assertThat(message.path("code").asString()).isEqualTo("taken_over");
            assertThat(session.client().closed().code()).isEqualTo(4009);
            client.next("checkpoint");
            var charged = client.next("checkpoint").path("charged").asLong();
            assertThat(charged)
                    .isBetween(2L, Duration.between(begun, Instant.now()).toSeconds() + 1);
            client.drop();
        }
    }

    @Test
    void a_client_that_lost_one_node_is_known_to_the_other_at_once() {
        for (var i = 0; i < 5; i++) {
            try (var session = one.session("500")) {
                session.client().drop();
                try (var client = resume(other, session)) {
                    assertThat(client.next("connected").path("session_id").asString())
                            .isEqualTo(session.id());
                }
            }
        }
    }

    @Test
    void who_is_stopped_at_another_node_hears_it_with_the_next_checkpoint() {
        try (var session = one.session("500")) {
            other.admin()
                    .post(
                            Client.path(session.account()) + "/sessions/" + session.id() + "/end",
                            "{\"reason\":\"admin_stopped\"}")
                    .expect(200);

            var message = session.client().next();
            while (message.path("type").asString().equals("checkpoint")) {
                message = session.client().next();
            }

            assertThat(message.path("code").asString()).isEqualTo("admin_stopped");
            assertThat(message.path("session_ended").asBoolean()).isTrue();
            assertThat(session.client().closed().code()).isEqualTo(4000);
            assertThat(session.ended().at("/charged").asInt())
                    .isEqualTo(message.path("charged").asInt());
        }
    }

    @Test
    void a_channel_has_one_session_on_all_nodes() {
        try (var session = one.session("500")) {
            var error = other.open("/ws/live/stage/dubbing")
                    .authenticate(one.token(session.account()), "account_id", session.account())
                    .refused("session_already_running", 4009);

            assertThat(error.path("session_id").asString()).isEqualTo(session.id());
        }
    }
}
