package dev.creditledger.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client;
import dev.creditledger.api.Client.Reply;
import dev.creditledger.api.TestLedger;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.log.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Sessions that another server runs, on business time that is moved by hand. A second of dubbing costs a credit. */
class SessionsHttpTest {

    private static final TestLedger LEDGER =
            TestLedger.on(TestDatabase.fresh(), Map.of("LEDGER_QUOTA_FREE_SUBTITLES_HOUR", "90"));
    private static final Client ADMIN = LEDGER.admin();

    @AfterAll
    static void close() {
        LEDGER.close();
    }

    private static Reply start(String account, String body) {
        return ADMIN.post(Client.path(account) + "/sessions", body);
    }

    private static String dubbing(String account) {
        return start(account, "{\"feature\":\"dubbing\"}").expect(201).text("sessionId");
    }

    private static Reply ask(String account, String session, String what, String body) {
        return ADMIN.post(Client.path(account) + "/sessions/" + session + what, body);
    }

    /** What became due is done, and in the rows. */
    private static void pass(String time) {
        var passed = ADMIN.send("POST", "/dev/clock", "{\"advance\":\"" + time + "\"}")
                .expect(200);
        ADMIN.getAfter(passed, "/api/v1/admin/sessions").expect(200);
    }

    @Test
    void three_checkpoints_charge_thirty_seconds_each_and_the_end_the_rest() {
        var account = ADMIN.openWith("500");

        var started = start(
                        account,
                        "{\"feature\":\"dubbing\",\"channelId\":\"stage\",\"metadata\":{\"source_lang\":\"en\"}}")
                .expect(201);
        assertThat(started.at("/grantedUntilSecond").asInt()).isEqualTo(60);
        assertThat(started.at("/balance/held").asInt()).isEqualTo(60);
        var session = started.text("sessionId");
        for (var round = 1; round <= 3; round++) {
            pass("PT30S");
            var body = "{\"sequence\":" + round + ",\"seconds\":" + 30 * round + "}";
            var checkpoint = ask(account, session, "/checkpoint", body).expect(200);
            assertThat(checkpoint.at("/amount").asInt()).isEqualTo(30);
            assertThat(checkpoint.at("/charged").asInt()).isEqualTo(30 * round);
        }
        var again = ask(account, session, "/checkpoint", "{\"sequence\":2,\"seconds\":60}")
                .expect(200);
        assertThat(again.at("/charged").asInt()).isEqualTo(90);
        assertThat(again.at("/grantedUntilSecond").asInt()).isEqualTo(150);
        pass("PT5S");
        var ended = ask(account, session, "/end", "{}").expect(200);
        assertThat(ended.text("endReason")).isEqualTo("user_stopped");
        assertThat(ended.at("/charged").asInt()).isBetween(95, 97);
        assertThat(ask(account, session, "/end", "{\"reason\":\"error\"}")
                        .expect(200)
                        .text("endReason"))
                .isEqualTo("user_stopped");
        assertThat(ask(account, session, "/heartbeat", "").expect(409).code()).isEqualTo("session_ended");
        assertThat(ADMIN.getAfter(ended, Client.path(account) + "/balance")
                        .at("/held")
                        .asInt())
                .isZero();
    }

    @Test
    void credits_end_a_session_at_the_second_they_end() {
        var account = ADMIN.openWith("70");
        var session = dubbing(account);

        pass("PT60S");
        var last = ask(account, session, "/checkpoint", "{\"sequence\":1,\"seconds\":60}")
                .expect(200);
        assertThat(last.at("/finalUnit").asBoolean()).isTrue();
        assertThat(last.at("/grantedUntilSecond").asInt()).isEqualTo(70);
        pass("PT30S");
        var ended = ask(account, session, "/checkpoint", "{\"sequence\":2,\"seconds\":90}")
                .expect(200);

        assertThat(ended.text("endReason")).isEqualTo("credits_exhausted");
        assertThat(ended.at("/seconds").asInt()).isEqualTo(70);
        assertThat(ended.at("/balance/total").asInt()).isZero();
    }

    @Test
    void what_cannot_start_says_why() {
        var account = ADMIN.openWith("42");

        var poor = start(account, "{\"feature\":\"live_dubbing\"}").expect(402);
        assertThat(poor.at("/available").asInt()).isEqualTo(42);
        assertThat(start(account, "{\"feature\":\"karaoke\"}").expect(422).code())
                .isEqualTo("unknown_feature");
        assertThat(start(account, "{\"feature\":\"live_\"}").expect(422).code()).isEqualTo("unknown_feature");
        assertThat(start(account, "{\"feature\":\"audio_upload\"}").expect(422).code())
                .isEqualTo("not_priced_by_time");
        assertThat(start(account, "{\"feature\":\"dubbing\",\"estimatedSeconds\":0}")
                        .expect(400)
                        .code())
                .isEqualTo("invalid_request");
        assertThat(start("nobody", "{\"feature\":\"dubbing\"}").expect(404).code())
                .isEqualTo("account_not_found");
        var user = LEDGER.as(Role.USER, account);
        assertThat(user.post(Client.path(account) + "/sessions", "{\"feature\":\"dubbing\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_channel_has_one_session_whatever_races() {
        var account = ADMIN.openWith("500");

        var replies = IntStream.range(0, 8)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> start(account, "{\"feature\":\"dubbing\",\"channelId\":\"one\"}")))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 409)
                .hasSize(7)
                .allMatch(reply -> reply.code().equals("session_already_running"));
        assertThat(ADMIN.post(Client.path(account) + "/closure", "{\"reason\":\"r\",\"disposition\":\"forfeit\"}")
                        .expect(409)
                        .code())
                .isEqualTo("account_not_empty");
    }

    @Test
    void a_quota_ends_a_session_and_keeps_the_next_from_starting_until_it_renews() {
        var account = ADMIN.openWith("500");
        var now = Instant.parse(ADMIN.get("/dev/clock").text("now"));
        var hour = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        ADMIN.send("POST", "/dev/clock", "{\"set\":\"" + hour + "\"}").expect(200);
        var session = start(account, "{\"feature\":\"subtitles\"}").expect(201).text("sessionId");
        pass("PT1M");
        ask(account, session, "/checkpoint", "{\"sequence\":1,\"seconds\":60}").expect(200);
        pass("PT1M");
        var ended = ask(account, session, "/checkpoint", "{\"sequence\":2,\"seconds\":120}")
                .expect(200);

        assertThat(ended.text("endReason")).isEqualTo("quota_exceeded");
        assertThat(ended.at("/seconds").asInt()).isEqualTo(90);
        var refused = start(account, "{\"feature\":\"subtitles\"}").expect(429);
        assertThat(refused.code()).isEqualTo("quota_exceeded");
        assertThat(refused.at("/usedSeconds").asInt()).isEqualTo(90);
        assertThat(refused.header("Retry-After")).isPresent();
        pass("PT1H");
        start(account, "{\"feature\":\"subtitles\"}").expect(201);
    }

    @Test
    void silence_of_half_an_hour_interrupts_a_session_and_costs_nothing() {
        var account = ADMIN.openWith("5000");
        var session = dubbing(account);
        pass("PT20S");
        ask(account, session, "/heartbeat", "").expect(200);

        pass("PT31M");

        var found = found(account, session);
        assertThat(found.text("status")).isEqualTo("ended");
        assertThat(found.text("endReason")).isEqualTo("interrupted");
        assertThat(found.at("/charged").asInt()).isEqualTo(20);
        assertThat(ADMIN.get(Client.path(account) + "/balance").at("/held").asInt())
                .isZero();
    }

    @Test
    void two_hours_are_the_longest_that_a_session_lasts() {
        var account = ADMIN.openWith("10000");
        var session = dubbing(account);
        for (var heartbeat = 1; heartbeat <= 5; heartbeat++) {
            pass("PT23M");
            ask(account, session, "/heartbeat", "").expect(200);
        }
        pass("PT6M");

        var found = found(account, session);
        assertThat(found.text("endReason")).isEqualTo("max_duration");
        assertThat(found.at("/seconds").asInt())
                .as("up to the last sign of life")
                .isEqualTo(6_900);
        assertThat(found.at("/charged").asInt()).isEqualTo(6_900);
        assertThat(Duration.between(Instant.parse(found.text("startedAt")), Instant.parse(found.text("endedAt"))))
                .isEqualTo(Duration.ofHours(2));
    }

    @Test
    void sessions_are_listed_the_latest_first_to_those_who_may_see_them() {
        var account = ADMIN.openWith("500");
        var first = start(account, "{\"feature\":\"dubbing\",\"channelId\":\"one\"}")
                .expect(201);
        var second = start(account, "{\"feature\":\"dubbing\",\"channelId\":\"two\"}")
                .expect(201);
        var ended = ask(account, first.text("sessionId"), "/end", "{}").expect(200);
        var path = Client.path(account) + "/sessions";

        var all = ADMIN.getAfter(ended, path).expect(200);
        assertThat(all.at("/data").size()).isEqualTo(2);
        assertThat(all.at("/data/0/sessionId").asString()).isEqualTo(second.text("sessionId"));
        assertThat(all.at("/data/0/channelId").asString()).isEqualTo("two");
        assertThat(all.at("/data/0/grantedUntilSecond").asInt()).isEqualTo(60);
        var running = LEDGER.as(Role.USER, account)
                .getAfter(ended, path + "?status=running")
                .expect(200);
        assertThat(running.at("/data").size()).isEqualTo(1);
        assertThat(LEDGER.as(Role.USER, "mallory").get(path).status()).isEqualTo(403);
        assertThat(LEDGER.auditor()
                        .get("/api/v1/admin/sessions?status=ended")
                        .expect(200)
                        .at("/data/0/status")
                        .asString())
                .isEqualTo("ended");
        assertThat(LEDGER.service().get("/api/v1/admin/sessions").status()).isEqualTo(403);
        assertThat(ADMIN.get(path + "/" + UUID.randomUUID()).expect(404).code()).isEqualTo("session_not_found");
    }

    private static Reply found(String account, String session) {
        return ADMIN.get(Client.path(account) + "/sessions/" + session).expect(200);
    }

    @Test
    void what_is_said_of_a_session_must_be_possible() {
        var account = ADMIN.openWith("500");
        var session = dubbing(account);

        assertThat(ask(account, session, "/checkpoint", "{\"sequence\":1,\"seconds\":100}")
                        .expect(422)
                        .code())
                .isEqualTo("seconds_ahead_of_clock");
        assertThat(ask(account, session, "/checkpoint", "{\"sequence\":0,\"seconds\":-1}")
                        .expect(400)
                        .code())
                .isEqualTo("invalid_request");
        assertThat(ask(account, "no-such-id", "/heartbeat", "").expect(404).code())
                .isEqualTo("session_not_found");
        var service = LEDGER.as(Role.SERVICE, "a-backend");
        assertThat(service.post(
                                Client.path(account) + "/sessions/" + session + "/end",
                                "{\"reason\":\"admin_stopped\"}")
                        .expect(400)
                        .code())
                .isEqualTo("invalid_request");
    }
}
