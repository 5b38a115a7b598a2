package dev.creditledger.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.api.Client;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Credits and quotas come to their end while somebody talks. A second of dubbing costs a credit, of subtitles half of one. */
class LiveCreditsTest {

    private static final Stage STAGE = Stage.with(Map.of("LEDGER_QUOTA_FREE_SUBTITLES_HOUR", "90"));

    @AfterAll
    static void close() {
        STAGE.close();
    }

    @Test
    void with_too_few_credits_it_does_not_begin() {
        var dubbing = STAGE.open().authenticate(STAGE.token(STAGE.account("42")));

        var error = dubbing.refused("insufficient_credits", 4003);

        assertThat(error.path("message").asString()).isEqualTo("Insufficient beta credits for live dubbing");
        assertThat(error.path("upgrade_required").asBoolean()).isTrue();
        assertThat(error.path("remaining_credits").asInt()).isEqualTo(42);
        assertThat(error.path("session_ended").asBoolean(false)).isFalse();
        var subtitles = STAGE.open("/ws/live/c/subtitles").authenticate(STAGE.token(STAGE.account("29.5")));
        error = subtitles.refused("insufficient_credits", 4003);
        assertThat(error.path("message").asString()).isEqualTo("Insufficient beta credits for live subtitles");
        assertThat(error.path("remaining_credits").decimalValue()).isEqualByComparingTo("29.5");
    }

    @Test
    void credits_end_a_session_at_the_second_they_end() {
        try (var session = STAGE.session("70")) {
            session.at(30);
            var checkpoint = session.client().next("checkpoint");
            assertThat(checkpoint.path("final_unit").asBoolean()).isTrue();
            assertThat(checkpoint.path("granted_until_second").asInt()).isEqualTo(70);
            session.at(90);

            var error = exhausted(session.client());

            assertThat(error.path("seconds").asInt()).isEqualTo(70);
            assertThat(error.path("amount").asInt()).isEqualTo(40);
            assertThat(error.path("charged").asInt()).isEqualTo(70);
            assertThat(error.path("remaining_credits").asInt(-1)).isZero();
            var found = session.ended();
            assertThat(found.text("endReason")).isEqualTo("credits_exhausted");
            assertThat(found.at("/charged").asInt()).isEqualTo(70);
            assertThat(Instant.parse(found.text("endedAt")))
                    .isEqualTo(session.startedAt().plusSeconds(70));
            assertThat(STAGE.balance(session.account()).path("total").asInt(-1)).isZero();
        }
    }

    @Test
    void a_jump_over_everything_charges_no_more_than_there_was() {
        try (var session = STAGE.session("70")) {
            session.at(1_000);

            var error = exhausted(session.client());

            assertThat(error.path("amount").asInt()).isEqualTo(70);
            assertThat(error.path("seconds").asInt()).isEqualTo(70);
        }
    }

    @Test
    void warnings_come_once_each_and_again_after_a_top_up() {
        try (var session = STAGE.session("500")) {
            assertThat(warned(session, 390)).isEmpty();
            assertThat(warned(session, 420)).containsExactly("20% 80");
            assertThat(warned(session, 450)).containsExactly("10% 50");
            assertThat(warned(session, 480)).containsExactly("5% 20");
            STAGE.grant(session.account(), "480");
            assertThat(warned(session, 510)).isEmpty();
            assertThat(warned(session, 870)).isEmpty();
            assertThat(warned(session, 900)).containsExactly("20% 80");
            assertThat(warned(session, 930)).containsExactly("10% 50");
            assertThat(warned(session, 960)).containsExactly("5% 20");
            session.at(990);
            assertThat(exhausted(session.client()).path("seconds").asInt()).isEqualTo(980);
        }
    }

    @Test
    void of_several_warnings_at_once_only_the_lowest_is_given() {
        try (var session = STAGE.session("500")) {
            assertThat(warned(session, 460)).containsExactly("10% 40");
            assertThat(warned(session, 490)).containsExactly("5% 10");
        }
        try (var session = STAGE.session("500")) {
            assertThat(warned(session, 480)).containsExactly("5% 20");
        }
    }

    @Test
    void a_top_up_in_the_middle_continues_a_session() {
        try (var session = STAGE.session("70")) {
            session.at(30);
            assertThat(session.client().next("checkpoint").path("final_unit").asBoolean())
                    .isTrue();
            STAGE.grant(session.account(), "500");

            session.at(60);

            var checkpoint = session.client().next("checkpoint");
            assertThat(checkpoint.path("final_unit").asBoolean(true)).isFalse();
            assertThat(checkpoint.path("granted_until_second").asInt()).isEqualTo(120);
            assertThat(checkpoint.path("remaining_credits").asInt()).isEqualTo(510);
            session.at(90);
            assertThat(session.client().next("checkpoint").path("charged").asInt())
                    .isEqualTo(90);
        }
    }

    @Test
    void a_second_session_gets_what_the_first_has_not_reserved() {
        var account = STAGE.account("90");
        try (var first = STAGE.start(account, "one", "dubbing")) {
            var second = STAGE.open("/ws/live/two/dubbing").authenticate(STAGE.token(account));
            var error = second.refused("insufficient_credits", 4003);
            assertThat(error.path("remaining_credits").asInt()).isEqualTo(30);
            try (var cheaper = STAGE.start(account, "two", "subtitles")) {
                cheaper.at(200);
                var endings = List.of(exhausted(first.client()), exhausted(cheaper.client()));
                assertThat(endings.stream()
                                .mapToInt(ending -> ending.path("charged").asInt())
                                .sum())
                        .isEqualTo(90);
                assertThat(endings.get(0).path("seconds").asInt()).isEqualTo(60);
                assertThat(endings.get(1).path("seconds").asInt()).isEqualTo(60);
            }
        }
        assertThat(STAGE.balance(account).path("total").asInt(-1)).isZero();
    }

    @Test
    void two_sessions_spend_what_is_there_for_one_and_a_half_and_no_credit_twice() {
        var account = STAGE.account("150");
        try (var first = STAGE.start(account, "one", "dubbing");
                var second = STAGE.start(account, "two", "dubbing")) {
            for (var time = 30; time <= 150; time += 30) {
                second.at(time);
            }
            var endings = List.of(lastOf(first.client()), lastOf(second.client()));
            assertThat(endings)
                    .allSatisfy(ending ->
                            assertThat(ending.path("end_reason").asString()).isEqualTo("credits_exhausted"))
                    .allSatisfy(ending -> assertThat(ending.path("charged").asInt())
                            .isBetween(60, 90)
                            .isEqualTo(ending.path("seconds").asInt()));
            assertThat(endings.stream()
                            .mapToInt(ending -> ending.path("charged").asInt())
                            .sum())
                    .isEqualTo(150);
        }
        assertThat(STAGE.balance(account).path("total").asInt(-1)).isZero();
    }

    @Test
    void a_quota_ends_a_session_and_keeps_the_next_from_starting_until_it_renews() {
        var account = STAGE.account("500");
        var hour = STAGE.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        STAGE.set(hour);
        var renews = hour.plus(1, ChronoUnit.HOURS);
        try (var session = STAGE.start(account, "stage", "subtitles")) {
            session.at(60);
            var checkpoint = session.client().next("checkpoint");
            assertThat(checkpoint.path("final_unit").asBoolean()).isTrue();
            assertThat(checkpoint.path("granted_until_second").asInt()).isEqualTo(90);
            session.at(120);

            var error = session.client().refused("quota_exceeded", 4004);

            assertThat(error.path("message").asString()).isEqualTo("Quota for live subtitles used up");
            assertThat(Instant.parse(error.path("renews_at").asString())).isEqualTo(renews);
            assertThat(error.path("session_ended").asBoolean()).isTrue();
            assertThat(error.path("end_reason").asString()).isEqualTo("quota_exceeded");
            assertThat(error.path("seconds").asInt()).isEqualTo(90);
            assertThat(error.path("charged").asInt()).isEqualTo(45);
            assertThat(error.path("remaining_credits").asInt()).isEqualTo(455);
        }
        var again = STAGE.open("/ws/live/stage/subtitles").authenticate(STAGE.token(account));
        var refused = again.refused("quota_exceeded", 4004);
        assertThat(refused.path("message").asString()).isEqualTo("Quota for live subtitles used up");
        assertThat(Instant.parse(refused.path("renews_at").asString())).isEqualTo(renews);
        assertThat(refused.path("session_ended").asBoolean(false)).isFalse();
        STAGE.set(renews);
        STAGE.start(account, "stage", "subtitles").close();
    }

    @Test
    void a_feature_that_an_account_may_not_use_does_not_start() {
        var account = STAGE.account("500");
        STAGE.admin()
                .send(
                        "PUT",
                        "/api/v1/admin/live-quotas/accounts/" + account + "/dubbing",
                        "{\"hour\":0,\"reason\":\"a test\"}")
                .expect(200);

        var client = STAGE.open().authenticate(STAGE.token(account));

        assertThat(client.refused("feature_not_allowed", 4004)
                        .path("session_ended")
                        .asBoolean(false))
                .isFalse();
    }

    @Test
    void credits_that_are_revoked_end_a_session_when_what_it_had_reserved_is_used() {
        var account = STAGE.admin().open();
        var grant = STAGE.admin().grant(account, "500").text("grantId");
        STAGE.grant(account, "10");
        try (var session = STAGE.start(account, "stage", "dubbing")) {
            STAGE.admin()
                    .post(Client.path(account) + "/grants/" + grant + "/revocation", "{\"reason\":\"a test\"}")
                    .expect(201);
            session.at(300);

            assertThat(exhausted(session.client()).path("charged").asInt()).isBetween(60, 70);
        }
    }

    private static JsonNode exhausted(LiveClient client) {
        var error = client.refused("credits_exhausted", 4003);
        assertThat(error.path("message").asString()).isEqualTo("Beta credits exhausted");
        assertThat(error.path("upgrade_required").asBoolean()).isTrue();
        assertThat(error.path("session_ended").asBoolean()).isTrue();
        assertThat(error.path("end_reason").asString()).isEqualTo("credits_exhausted");
        return error;
    }

    /** After which the connection ended. */
    private static JsonNode lastOf(LiveClient client) {
        client.closed();
        var message = client.next();
        while (!message.path("type").asString().equals("error")) {
            message = client.next();
        }
        return message;
    }

    /** Moves on, and tells which warnings came with the one checkpoint. */
    private static List<String> warned(Stage.Session session, long second) {
        session.at(second);
        var messages = session.client().heard();
        assertThat(messages.stream().filter(it -> it.path("type").asString().equals("checkpoint")))
                .singleElement()
                .satisfies(it -> assertThat(it.path("seconds").asLong()).isEqualTo(second));
        return messages.stream()
                .filter(it -> it.path("type").asString().equals("low_balance"))
                .peek(it -> assertThat(it.path("session_id").asString()).isEqualTo(session.id()))
                .map(it -> it.path("threshold_percent").asInt() + "% "
                        + it.path("remaining_credits").asInt())
                .toList();
    }
}
