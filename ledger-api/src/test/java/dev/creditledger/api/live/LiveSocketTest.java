package dev.creditledger.api.live;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.creditledger.api.Client;
import dev.creditledger.domain.Cause.Role;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is said while a session runs, and when its client has had enough. A second of dubbing costs a credit. */
class LiveSocketTest {

    private static final Stage STAGE = Stage.with(Map.of());

    @AfterAll
    static void close() {
        STAGE.close();
    }

    @Test
    void a_session_begins_when_its_user_is_known_and_sixty_credits_are_reserved() {
        var account = STAGE.account("500");
        var client = STAGE.open("/ws/live/stage-1/dubbing?source_lang=en&target_lang=de");
        client.authenticate(STAGE.token(account));

        var connected = client.next("connected");

        assertThat(UUID.fromString(connected.path("session_id").asString())).isNotNull();
        assertThat(connected.path("account_id").asString()).isEqualTo(account);
        assertThat(connected.path("channel_id").asString()).isEqualTo("stage-1");
        assertThat(connected.path("feature").asString()).isEqualTo("dubbing");
        assertThat(connected.path("resumed").isBoolean()).isTrue();
        assertThat(connected.path("resumed").asBoolean()).isFalse();
        assertThat(connected.path("unit").asString()).isEqualTo("second");
        assertThat(connected.path("credits_per_unit").asInt()).isEqualTo(1);
        assertThat(connected.path("remaining_credits").asInt()).isEqualTo(500);
        assertThat(connected.path("seconds").asInt(-1)).isZero();
        assertThat(connected.path("charged").asInt(-1)).isZero();
        assertThat(connected.path("granted_until_second").asInt()).isEqualTo(60);
        assertThat(connected.path("renew_at_second").asInt()).isEqualTo(30);
        assertThat(connected.path("final_unit").isBoolean()).isTrue();
        assertThat(connected.path("final_unit").asBoolean()).isFalse();
        var started = Instant.parse(connected.path("started_at").asString());
        assertThat(Instant.parse(connected.path("valid_until").asString())).isAfter(started);
        var session = connected.path("session_id").asString();
        await().atMost(10, SECONDS)
                .untilAsserted(() ->
                        assertThat(STAGE.balance(account).path("held").asInt()).isEqualTo(60));
        assertThat(STAGE.found(account, session).text("status")).isEqualTo("running");
        assertThat(STAGE.found(account, session).text("channelId")).isEqualTo("stage-1");
        client.stop().last("ended", 1000);
    }

    @Test
    void three_checkpoints_charge_thirty_seconds_each_and_the_end_the_rest() {
        try (var session = STAGE.session("500")) {
            for (var round = 1; round <= 3; round++) {
                session.at(30L * round);
                var checkpoint = session.client().next("checkpoint");
                assertThat(checkpoint.path("session_id").asString()).isEqualTo(session.id());
                assertThat(checkpoint.path("seconds").asInt()).isEqualTo(30 * round);
                assertThat(checkpoint.path("amount").asInt()).isEqualTo(30);
                assertThat(checkpoint.path("charged").asInt()).isEqualTo(30 * round);
                assertThat(checkpoint.path("remaining_credits").asInt()).isEqualTo(500 - 30 * round);
                assertThat(checkpoint.path("granted_until_second").asInt()).isEqualTo(30 * round + 60);
                assertThat(checkpoint.path("renew_at_second").asInt()).isEqualTo(30 * round + 30);
                assertThat(checkpoint.path("final_unit").asBoolean(true)).isFalse();
                assertThat(Instant.parse(checkpoint.path("valid_until").asString()))
                        .isAfter(session.startedAt().plusSeconds(30L * round));
            }
            session.at(95);

            var ended = session.client().stop().last("ended", 1000);

            assertThat(ended.path("session_id").asString()).isEqualTo(session.id());
            assertThat(ended.path("end_reason").asString()).isEqualTo("user_stopped");
            var seconds = ended.path("seconds").asInt();
            assertThat(seconds).isBetween(95, 97);
            assertThat(ended.path("charged").asInt()).isEqualTo(seconds);
            assertThat(ended.path("amount").asInt()).isEqualTo(seconds - 90);
            assertThat(ended.path("remaining_credits").asInt()).isEqualTo(500 - seconds);
            assertEnd(session, "user_stopped", seconds);
        }
    }

    @Test
    void nothing_is_charged_between_two_checkpoints() {
        try (var session = STAGE.session("500")) {
            session.at(29);
            assertThat(session.client().heard()).isEmpty();
            session.at(31);
            assertThat(session.client().next("checkpoint").path("seconds").asInt())
                    .isEqualTo(31);
            session.at(60);
            assertThat(session.client().heard()).isEmpty();
            assertThat(session.found().at("/charged").asInt()).isEqualTo(31);
        }
    }

    @Test
    void a_heartbeat_is_answered_and_audio_is_not() {
        try (var session = STAGE.session("500")) {
            session.client().send("{\"type\":\"heartbeat\"}");
            assertThat(session.client().next("heartbeat")).hasSize(1);
            session.client().send(new byte[] {1, 2, 3}).send(new byte[65_536]).send(new byte[0]);
            assertThat(session.client().heard()).isEmpty();
        }
    }

    @Test
    void messages_in_pieces_and_as_large_as_allowed_are_read() {
        try (var session = STAGE.session("500")) {
            session.client().send("{\"type\":\"hear", "tbeat\"}");
            session.client().next("heartbeat");
            var heartbeat = "{\"type\":\"heartbeat\"}";
            session.client().send(heartbeat + " ".repeat(16_384 - heartbeat.length()));
            session.client().next("heartbeat");
        }
    }

    @Test
    void who_closes_has_stopped() {
        try (var session = STAGE.session("500")) {
            session.at(40);
            session.client().next("checkpoint");

            session.client().close(1000);

            assertThat(session.client().closed().code()).isEqualTo(1000);
            var ended = session.ended();
            assertThat(ended.text("endReason")).isEqualTo("user_stopped");
            assertThat(ended.at("/charged").asInt()).isBetween(40, 42);
            assertThat(STAGE.balance(session.account()).path("held").asInt(-1)).isZero();
        }
    }

    @Test
    void what_cannot_be_read_is_told_and_the_session_goes_on() {
        try (var session = STAGE.session("500")) {
            for (var nonsense : java.util.List.of(
                    "{",
                    "",
                    "null",
                    "[]",
                    "\"stop\"",
                    "{}",
                    "{\"type\":7}",
                    "{\"type\":1e999999999}",
                    "{\"type\":\"\\ud800\"}",
                    "{\"type\":\"dance\"}",
                    "{\"type\":\"Stop\"}",
                    "{\"type\":\"stop\",\"type\":\"stop\"}",
                    "{\"type\":\"refresh\"}")) {
                var error = session.client().send(nonsense).next("error");
                assertThat(error.path("recoverable").asBoolean()).as(nonsense).isTrue();
                assertThat(error.path("code").asString()).as(nonsense).isNotBlank();
                assertThat(error.path("message").asString()).as(nonsense).isNotBlank();
            }
            session.at(30);
            session.client().next("checkpoint");
        }
    }

    @Test
    void an_admin_stops_a_session_and_its_client_hears_it_at_once() {
        try (var session = STAGE.session("500")) {
            session.at(30);
            session.client().next("checkpoint");

            STAGE.admin()
                    .post(
                            Client.path(session.account()) + "/sessions/" + session.id() + "/end",
                            "{\"reason\":\"admin_stopped\"}")
                    .expect(200);

            var error = session.client().refused("admin_stopped", 4000);
            assertEnd(error, session, "admin_stopped");
            assertThat(error.path("charged").asInt()).isBetween(30, 33);
        }
    }

    @Test
    void a_server_that_ends_a_session_for_its_user_is_heard_too() {
        try (var session = STAGE.session("500")) {
            STAGE.ledger()
                    .service()
                    .post(Client.path(session.account()) + "/sessions/" + session.id() + "/end", "{}")
                    .expect(200);

            var ended = session.client().last("ended", 1000);
            assertThat(ended.path("end_reason").asString()).isEqualTo("user_stopped");
        }
    }

    @Test
    void a_frozen_account_starts_nothing_and_what_it_runs_ends() {
        try (var session = STAGE.session("500")) {
            STAGE.admin()
                    .post(Client.path(session.account()) + "/freeze", "{\"reason\":\"a test\"}")
                    .expect(201);
            session.at(30);
            var error = session.client().refused("admin_stopped", 4000);
            assertEnd(error, session, "admin_stopped");

            var again = STAGE.open().authenticate(STAGE.token(session.account()), "account_id", session.account());
            assertThat(again.refused("account_frozen", 4400).has("session_ended"))
                    .isFalse();
        }
    }

    @Test
    void the_account_is_the_only_open_one_of_its_user() {
        var account = STAGE.account("500");
        var second = "acct-" + UUID.randomUUID();
        var opened = STAGE.admin()
                .post("/api/v1/accounts", "{\"accountId\":\"" + second + "\",\"ownerId\":\"" + account + "\"}")
                .expect(201);
        STAGE.admin().getAfter(opened, Client.path(second)).expect(200);
        STAGE.grant(second, "300");

        assertThat(STAGE.open()
                        .authenticate(STAGE.token(account))
                        .next("error")
                        .path("recoverable")
                        .asBoolean(true))
                .as("it owns two")
                .isFalse();
        try (var client = STAGE.open().authenticate(STAGE.token(account), "account_id", second)) {
            var connected = client.next("connected");
            assertThat(connected.path("account_id").asString()).isEqualTo(second);
            assertThat(connected.path("remaining_credits").asInt()).isEqualTo(300);
        }
        STAGE.open().authenticate(STAGE.token("owns-nothing")).refused("account_not_found", 4400);
    }

    @Test
    void a_server_names_the_account_that_it_runs_a_session_for() {
        var account = STAGE.account("500");
        var service = STAGE.ledger().token(Role.SERVICE, "a-backend");

        try (var client = STAGE.open().authenticate(service, "account_id", account)) {
            assertThat(client.next("connected").path("account_id").asString()).isEqualTo(account);
        }
        STAGE.open().authenticate(service, "account_id", "unknown").refused("account_not_found", 4400);
        assertThat(STAGE.open()
                        .authenticate(service)
                        .next("error")
                        .path("recoverable")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void who_may_only_read_runs_no_session() {
        var account = STAGE.account("500");
        var auditor = STAGE.ledger().token(Role.AUDITOR, "the-auditor");

        var error = STAGE.open().authenticate(auditor, "account_id", account).next("error");

        assertThat(error.path("recoverable").asBoolean(true)).isFalse();
        assertThat(error.path("code").asString()).isEqualTo("forbidden");
        assertThat(STAGE.balance(account).path("held").asInt(-1)).isZero();
    }

    @Test
    void a_feature_has_its_own_price_and_may_be_called_by_the_name_of_the_price() {
        var account = STAGE.account("500");
        try (var dubbing = STAGE.start(account, "stage", "live_dubbing");
                var subtitles = STAGE.start(account, "stage", "subtitles")) {
            assertThat(dubbing.connected().path("feature").asString()).isEqualTo("dubbing");
            assertThat(subtitles.connected().path("feature").asString()).isEqualTo("subtitles");
            assertThat(subtitles.connected().path("credits_per_unit").decimalValue())
                    .isEqualByComparingTo("0.5");
            await().atMost(10, SECONDS)
                    .untilAsserted(
                            () -> assertThat(STAGE.balance(account).path("held").asInt())
                                    .isEqualTo(90));
            subtitles.at(31);
            var checkpoint = subtitles.client().next("checkpoint");
            assertThat(checkpoint.path("seconds").asInt()).isEqualTo(31);
            assertThat(checkpoint.path("charged").decimalValue()).isEqualByComparingTo("15.5");
        }
    }

    private static void assertEnd(JsonNode last, Stage.Session session, String reason) {
        assertThat(last.path("session_ended").asBoolean()).isTrue();
        assertThat(last.path("end_reason").asString()).isEqualTo(reason);
        assertThat(last.path("charged").asInt()).isEqualTo(last.path("seconds").asInt());
        assertThat(last.has("amount")).isTrue();
        assertThat(last.path("remaining_credits").asInt())
                .isEqualTo(500 - last.path("charged").asInt());
        assertEnd(session, reason, last.path("seconds").asInt());
    }

    private static void assertEnd(Stage.Session session, String reason, int seconds) {
        var found = session.ended();
        assertThat(found.text("endReason")).isEqualTo(reason);
        assertThat(found.at("/seconds").asInt()).isEqualTo(seconds);
        assertThat(found.at("/charged").asInt()).isEqualTo(seconds);
        assertThat(STAGE.balance(session.account()).path("held").asInt(-1)).isZero();
        assertThat(STAGE.balance(session.account()).path("total").asInt()).isEqualTo(500 - seconds);
    }
}
