package dev.creditledger.api.live;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.creditledger.api.Client;
import dev.creditledger.domain.Cause.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Connections are lost, taken over, too many or too long. */
class LiveConnectionsTest {

    private static final Stage STAGE = Stage.with(Map.of("LEDGER_QUOTA_FREE_DUBBING_HOUR", "unlimited"));

    @AfterAll
    static void close() {
        STAGE.close();
    }

    /** Its connection is lost at about that second, and what was used is charged. */
    private static void dropAt(int second, Stage.Session session) {
        session.at(second);
        session.client().drop();
        await().atMost(10, SECONDS)
                .untilAsserted(
                        () -> assertThat(session.found().at("/seconds").asInt()).isBetween(second, second + 2));
    }

    @Test
    void a_lost_connection_charges_what_was_used_and_keeps_what_is_reserved() {
        try (var session = STAGE.session("500")) {
            session.at(30);
            session.client().next("checkpoint");

            dropAt(40, session);

            var found = session.found();
            assertThat(found.text("status")).isEqualTo("running");
            assertThat(found.at("/charged").asInt())
                    .isEqualTo(found.at("/seconds").asInt());
            assertThat(STAGE.balance(session.account()).path("held").asInt()).isPositive();
        }
    }

    @Test
    void a_session_is_resumed_and_the_time_in_between_costs_nothing() {
        var lost = STAGE.session("500");
        lost.at(30);
        lost.client().next("checkpoint");
        dropAt(40, lost);
        var used = lost.found().at("/seconds").asInt();
        lost.at(1_000);
        assertThat(lost.found().at("/seconds").asInt()).isEqualTo(used);

        try (var resumed = STAGE.resume(lost)) {
            assertThat(resumed.startedAt()).isEqualTo(lost.startedAt());
            assertThat(resumed.connected().path("seconds").asInt()).isEqualTo(used);
            assertThat(resumed.connected().path("charged").asInt()).isEqualTo(used);
            assertThat(resumed.connected().path("remaining_credits").asInt()).isEqualTo(500 - used);
            resumed.at(1_032);
            var checkpoint = resumed.client().next("checkpoint");
            assertThat(checkpoint.path("seconds").asInt()).isBetween(used + 30, used + 32);
            assertThat(checkpoint.path("charged").asInt())
                    .isEqualTo(checkpoint.path("seconds").asInt());
            var ended = resumed.client().stop().last("ended", 1000);
            assertThat(ended.path("charged").asInt()).isBetween(used + 30, used + 35);
        }
    }

    @Test
    void what_a_server_ends_after_its_connection_was_lost_costs_what_was_used() {
        var lost = STAGE.session("5000");
        dropAt(40, lost);
        lost.at(1_000);
        var path = Client.path(lost.account()) + "/sessions/" + lost.id();

        var heartbeat = STAGE.admin().post(path + "/heartbeat", "").expect(409);
        assertThat(heartbeat.code()).isEqualTo("session_metered_otherwise");
        assertThat(heartbeat.text("meteredBy")).isEqualTo("connection");
        for (var what : Map.of("/checkpoint", "{\"sequence\":1,\"seconds\":1000}", "/end", "{\"seconds\":1000}")
                .entrySet()) {
            assertThat(STAGE.admin()
                            .post(path + what.getKey(), what.getValue())
                            .expect(409)
                            .code())
                    .isEqualTo("session_metered_otherwise");
        }

        var ended = STAGE.admin().post(path + "/end", "{}").expect(200);
        assertThat(ended.text("endReason")).isEqualTo("user_stopped");
        assertThat(ended.at("/charged").asInt()).isBetween(40, 42);
    }

    @Test
    void a_session_that_a_server_runs_is_not_resumed() {
        var account = STAGE.account("500");
        var path = Client.path(account) + "/sessions";
        var session = STAGE.admin()
                .post(path, "{\"feature\":\"dubbing\",\"channelId\":\"stage\"}")
                .expect(201)
                .text("sessionId");

        var error = STAGE.open("/ws/live/stage/dubbing")
                .authenticate(STAGE.token(account), "resume", session)
                .refused("session_metered_otherwise", 4400);

        assertThat(error.path("metered_by").asString()).isEqualTo("server");
        STAGE.admin().post(path + "/" + session + "/heartbeat", "").expect(200);
    }

    @Test
    void a_session_can_be_lost_and_resumed_again_and_again() {
        var session = STAGE.session("500");
        for (var connection = 1; connection <= 4; connection++) {
            session.client().drop();
            session = STAGE.resume(session);
        }
        var ended = session.client().stop().last("ended", 1000);
        assertThat(ended.path("charged").asInt(-1))
                .isEqualTo(ended.path("seconds").asInt())
                .isLessThan(10);
    }

    @Test
    void a_session_can_be_resumed_as_soon_as_its_client_knows_of_it() {
        var account = STAGE.account("500");
        var service = STAGE.ledger().token(Role.SERVICE, "a-backend");
        for (var i = 0; i < 20; i++) {
            var client = STAGE.open("/ws/live/stage/dubbing").authenticate(service, "account_id", account);
            var id = client.next("connected").path("session_id").asString();
            client.drop();
            try (var again = STAGE.open("/ws/live/stage/dubbing")) {
                again.authenticate(service, "account_id", account, "resume", id);
                assertThat(again.next("connected").path("session_id").asString())
                        .isEqualTo(id);
                again.stop().last("ended", 1000);
            }
        }
    }

    @Test
    void the_later_connection_goes_on() {
        try (var first = STAGE.session("500");
                var second = STAGE.resume(first)) {
            assertThat(first.client()
                            .refused("taken_over", 4009)
                            .path("session_ended")
                            .asBoolean(false))
                    .isFalse();
            second.at(30);
            assertThat(second.client().next("checkpoint").path("charged").asInt())
                    .isEqualTo(30);
            second.at(60);
            assertThat(second.client().next("checkpoint").path("charged").asInt())
                    .isEqualTo(60);
        }
    }

    @Test
    void of_many_that_resume_at_once_one_goes_on() {
        var account = STAGE.account("500");
        var service = STAGE.ledger().token(Role.SERVICE, "a-backend");
        try (var session = STAGE.start(account, "stage", "dubbing")) {
            assertThat(session.found().text("status")).isEqualTo("running");
            var clients = IntStream.range(0, 8)
                    .mapToObj(_ -> STAGE.open("/ws/live/stage/dubbing"))
                    .toList();

            clients.parallelStream()
                    .forEach(client -> client.authenticate(service, "account_id", account, "resume", session.id()));

            session.client().refused("taken_over", 4009);
            assertThat(clients.stream().map(LiveClient::next).toList())
                    .allMatch(first -> first.path("type").asString().equals("connected")
                            || first.path("code").asString().equals("taken_over"));
            await().atMost(10, SECONDS)
                    .until(() -> clients.stream().filter(LiveClient::isOpen).count() == 1);
            var winner = clients.stream().filter(LiveClient::isOpen).findFirst().orElseThrow();
            session.at(40);
            assertThat(winner.next("checkpoint").path("charged").asInt()).isBetween(36, 40);
            winner.stop().last("ended", 1000);
        }
    }

    @Test
    void a_channel_has_one_session() {
        try (var session = STAGE.session("500")) {
            var second = STAGE.open("/ws/live/stage/dubbing").authenticate(STAGE.token(session.account()));

            var error = second.refused("session_already_running", 4009);

            assertThat(error.path("session_id").asString()).isEqualTo(session.id());
            assertThat(error.path("session_ended").asBoolean(false)).isFalse();
            assertThat(session.client().heard()).isEmpty();
            try (var other = STAGE.start(session.account(), "another", "dubbing")) {
                assertThat(other.id()).isNotEqualTo(session.id());
            }
        }
    }

    @Test
    void of_many_that_start_at_once_one_does() {
        var account = STAGE.account("500");
        var service = STAGE.ledger().token(Role.SERVICE, "a-backend");
        var clients = IntStream.range(0, 8)
                .mapToObj(_ -> STAGE.open("/ws/live/stage/dubbing"))
                .toList();

        clients.parallelStream().forEach(client -> client.authenticate(service, "account_id", account));

        assertThat(clients.stream().map(LiveClient::next).toList())
                .filteredOn(first -> first.path("type").asString().equals("connected"))
                .hasSize(1);
        assertThat(clients)
                .filteredOn(LiveClient::isOpen)
                .singleElement()
                .satisfies(client -> client.stop().last("ended", 1000));
        assertThat(clients)
                .filteredOn(client -> client.closed().code() != 1000)
                .hasSize(7)
                .allMatch(client -> client.closed().code() == 4009);
    }

    @Test
    void a_session_is_resumed_where_it_began() {
        try (var session = STAGE.session("500")) {
            var token = STAGE.token(session.account());
            for (var elsewhere : java.util.List.of("/ws/live/stage/subtitles", "/ws/live/another/dubbing")) {
                STAGE.open(elsewhere)
                        .authenticate(token, "resume", session.id())
                        .refused("session_not_found", 4400);
            }
            assertThat(session.client().heard()).isEmpty();
        }
    }

    @Test
    void an_account_has_as_many_sessions_as_it_may() {
        var account = STAGE.account("5000");
        var service = STAGE.ledger().token(Role.SERVICE, "a-backend");
        var open = new ArrayList<LiveClient>();
        for (var i = 1; i <= 20; i++) {
            open.add(STAGE.open("/ws/live/channel-" + i + "/dubbing").authenticate(service, "account_id", account));
            open.getLast().next("connected");
        }

        STAGE.open().authenticate(service, "account_id", account).refused("limit_reached", 4400);

        open.forEach(client -> client.stop().last("ended", 1000));
    }

    @Test
    void a_lost_session_is_interrupted_after_half_an_hour_and_cannot_be_resumed() {
        var session = STAGE.session("5000");
        dropAt(20, session);

        STAGE.pass("PT31M");

        var found = session.ended();
        assertThat(found.text("endReason")).isEqualTo("interrupted");
        assertThat(found.at("/charged").asInt()).isBetween(20, 22);
        assertThat(STAGE.balance(session.account()).path("held").asInt(-1)).isZero();
        var late = STAGE.open("/ws/live/stage/dubbing")
                .authenticate(STAGE.token(session.account()), "resume", session.id());
        late.refused("session_ended", 4400);
        STAGE.start(session.account(), "stage", "dubbing").close();
    }

    @Test
    void who_is_connected_is_not_silent_however_long_nothing_is_said() {
        try (var session = STAGE.session("5000")) {
            session.at(1_860);

            assertThat(session.client().next("checkpoint").path("charged").asInt())
                    .isEqualTo(1_860);
            assertThat(session.client().heard()).isEmpty();
        }
    }

    @Test
    void two_hours_are_the_longest_that_a_session_lasts() {
        try (var session = STAGE.session("10000")) {
            session.at(7_260);

            var error = session.client().refused("max_duration", 4000);

            assertThat(error.path("session_ended").asBoolean()).isTrue();
            assertThat(error.path("end_reason").asString()).isEqualTo("max_duration");
            assertThat(error.path("seconds").asInt()).isEqualTo(7_200);
            assertThat(error.path("charged").asInt()).isEqualTo(7_200);
            assertThat(error.path("remaining_credits").asInt()).isEqualTo(2_800);
            assertThat(Instant.parse(session.ended().text("endedAt")))
                    .isEqualTo(session.startedAt().plusSeconds(7_200));
        }
    }

    @Test
    void a_user_connects_five_times_a_minute() {
        var account = STAGE.account("500");
        var open = new ArrayList<LiveClient>();
        for (var i = 1; i <= 5; i++) {
            var session = STAGE.start(account, "channel-" + i, "dubbing");
            open.add(session.client());
        }

        for (var again = 1; again <= 2; again++) {
            var error = STAGE.open().authenticate(STAGE.token(account)).refused("rate_limited", 4029);
            assertThat(error.path("retry_after_seconds").asInt()).isBetween(1, 60);
            assertThat(error.path("session_ended").asBoolean(false)).isFalse();
        }

        assertThat(open).allSatisfy(client -> assertThat(client.heard()).isEmpty());
        STAGE.session("500").client().stop().last("ended", 1000);
        open.forEach(LiveClient::drop);
    }

    @Test
    void a_stopping_server_ends_its_sessions_and_says_so() {
        var first = Stage.with(Map.of());
        var session = first.session("500");
        var silent = first.open();
        session.at(40);
        session.client().next("checkpoint");

        var again = CompletableFuture.supplyAsync(() -> first.ledger().restarted(Map.of()));

        var error = session.client().next(Duration.ofSeconds(20));
        assertThat(error.path("code").asString()).isEqualTo("server_shutdown");
        assertThat(error.path("session_ended").asBoolean()).isTrue();
        assertThat(error.path("end_reason").asString()).isEqualTo("server_shutdown");
        assertThat(session.client().closed().code()).isEqualTo(1001);
        assertThat(silent.closed(Duration.ofSeconds(20)).code()).isIn(1001, LiveClient.CUT);
        try (var second = Stage.on(again.orTimeout(60, SECONDS).join())) {
            var found = second.ended(session.account(), session.id());
            assertThat(found.text("endReason")).isEqualTo("server_shutdown");
            assertThat(found.at("/seconds").asInt())
                    .isEqualTo(error.path("seconds").asInt());
            assertThat(found.at("/charged").asInt())
                    .isEqualTo(error.path("charged").asInt());
            second.start(session.account(), "stage", "dubbing").close();
        }
    }
}
