package dev.creditledger.api.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.creditledger.api.security.DevTokenKey;
import dev.creditledger.domain.Cause.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Who may run a session, and for how long. */
class LiveTokensTest {

    private static final Stage STAGE = Stage.with(Map.of());

    @AfterAll
    static void close() {
        STAGE.close();
    }

    private static String token(String subject, Duration ttl) {
        return STAGE.ledger().token(Role.USER, subject, ttl);
    }

    private static void assertInvalid(JsonNode error) {
        assertThat(error.path("code").asString()).isEqualTo("invalid_token");
        assertThat(error.path("message").asString()).isEqualTo("Invalid or expired token");
        assertThat(error.path("recoverable").asBoolean(true)).isFalse();
    }

    private static void assertEndedWithError(JsonNode error, Stage.Session session) {
        assertThat(error.path("session_ended").asBoolean()).isTrue();
        assertThat(error.path("end_reason").asString()).isEqualTo("error");
        assertThat(error.path("charged").asInt(-1))
                .isEqualTo(error.path("seconds").asInt());
        assertThat(session.ended().text("endReason")).isEqualTo("error");
        assertThat(STAGE.balance(session.account()).path("held").asInt(-1)).isZero();
    }

    @Test
    void a_token_that_does_not_count_starts_nothing() {
        var account = STAGE.account("500");
        var valid = STAGE.token(account);
        var parts = valid.split("\\.", -1);
        var payload = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
        var admin = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(payload.replace("\"user\"", "\"admin\"").getBytes(UTF_8));
        var unsigned = new PlainJWT(new JWTClaimsSet.Builder()
                        .issuer(DevTokenKey.ISSUER)
                        .audience(DevTokenKey.AUDIENCE)
                        .subject(account)
                        .claim("roles", List.of("user"))
                        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                        .build())
                .serialize();
        for (var token : List.of(
                token(account, Duration.ofSeconds(-5)),
                parts[0] + "." + admin + "." + parts[2],
                parts[0] + "." + parts[1] + "." + parts[2].substring(4) + "AAAA",
                parts[0] + "." + parts[1] + ".",
                unsigned,
                "Bearer " + valid,
                "nonsense")) {
            var client = STAGE.open().authenticate(token);
            assertInvalid(client.refused("invalid_token", 4001));
        }
        assertThat(STAGE.balance(account).path("held").asInt(-1)).isZero();
    }

    @Test
    void the_account_of_another_is_not_told_from_one_that_is_not_there() {
        var victim = STAGE.account("500");
        var mallory = STAGE.token(STAGE.account("500"));
        var unknown = "acct-" + UUID.randomUUID();

        var real = STAGE.open().authenticate(mallory, "account_id", victim).refused("not_your_account", 4001);
        var missing = STAGE.open().authenticate(mallory, "account_id", unknown).refused("not_your_account", 4001);

        assertThat(real.toString().replace(victim, unknown)).isEqualTo(missing.toString());
        assertThat(STAGE.balance(victim).path("held").asInt(-1)).isZero();
    }

    @Test
    void the_session_of_another_cannot_be_taken_over() {
        try (var session = STAGE.session("500")) {
            var mallory = STAGE.account("500");

            STAGE.open("/ws/live/stage/dubbing")
                    .authenticate(STAGE.token(mallory), "resume", session.id())
                    .refused("session_not_found", 4400);
            STAGE.open("/ws/live/stage/dubbing")
                    .authenticate(
                            STAGE.token(mallory), "resume", UUID.randomUUID().toString())
                    .refused("session_not_found", 4400);

            assertThat(session.client().heard()).isEmpty();
            assertThat(STAGE.balance(mallory).path("held").asInt(-1)).isZero();
        }
    }

    @Test
    void nothing_comes_before_the_authentication() {
        for (var first : List.of("{\"type\":\"heartbeat\"}", "{\"type\":\"stop\"}", "{", "{\"type\":\"dance\"}")) {
            STAGE.open().send(first).refused("authenticate_first", 4001);
        }
        STAGE.open().send("{\"type\":\"refresh\",\"token\":\"x\"}").refused("authenticate_first", 4001);
        STAGE.open().send(new byte[1_000]).refused("authenticate_first", 4001);
    }

    @Test
    void an_authentication_that_says_too_little_or_what_cannot_be_starts_nothing() {
        var token = STAGE.token(STAGE.account("500"));
        for (var first : List.of(
                "{\"type\":\"authenticate\"}",
                "{\"type\":\"authenticate\",\"token\":7}",
                "{\"type\":\"authenticate\",\"token\":\"" + token + "\",\"token\":\"" + token + "\"}",
                "{\"type\":\"authenticate\",\"token\":\"" + token + "\",\"account_id\":7}",
                "{\"type\":\"authenticate\",\"token\":\"" + token + "\",\"resume\":\"no-id\"}",
                "{\"type\":\"authenticate\",\"token\":\"" + token + "\",\"role\":\"admin\"}")) {
            var client = STAGE.open().send(first);
            var error = client.next("error");
            assertThat(error.path("recoverable").asBoolean(true)).as(first).isFalse();
            assertThat(client.closed().code()).as(first).isIn(4001, 4400);
        }
    }

    @Test
    void who_authenticates_twice_ends_the_session() {
        try (var session = STAGE.session("500")) {
            session.at(30);
            session.client().next("checkpoint");

            session.client().authenticate(STAGE.token(session.account()));

            var error = session.client().refused("already_authenticated", 4001);
            assertEndedWithError(error, session);
            assertThat(error.path("charged").asInt()).isBetween(30, 32);
        }
    }

    @Test
    void a_later_token_of_the_same_user_goes_on() {
        var account = STAGE.account("500");
        var expiry = Instant.now().plusSeconds(3);
        var client = STAGE.open("/ws/live/stage/dubbing").authenticate(token(account, Duration.ofSeconds(3)));
        try (var session = new Stage.Session(STAGE, client, account, client.next("connected"))) {
            var refreshed = client.refresh(STAGE.token(account)).next("refreshed");
            assertThat(Instant.parse(refreshed.path("valid_until").asString())).isAfter(expiry.plusSeconds(60));

            await().atMost(10, SECONDS).pollInterval(Duration.ofMillis(100)).until(() -> {
                assertThat(client.heard()).isEmpty();
                return Instant.now().isAfter(expiry.plusSeconds(2));
            });

            session.at(60);
            assertThat(client.next("checkpoint").path("charged").asInt()).isEqualTo(60);
        }
    }

    @Test
    void a_token_that_runs_out_ends_the_session() {
        var account = STAGE.account("500");
        var client = STAGE.open().authenticate(token(account, Duration.ofSeconds(3)));
        try (var session = new Stage.Session(STAGE, client, account, client.next("connected"))) {
            var error = client.refused("invalid_token", 4001);

            assertInvalid(error);
            assertEndedWithError(error, session);
            assertThat(error.path("charged").asInt(-1)).isBetween(0, 5);
        }
    }

    @Test
    void another_token_than_a_later_one_of_the_same_user_changes_nothing() {
        var account = STAGE.account("500");
        var client = STAGE.open().authenticate(token(account, Duration.ofSeconds(4)));
        try (var session = new Stage.Session(STAGE, client, account, client.next("connected"))) {
            for (var useless : List.of(
                    STAGE.token(STAGE.account("500")),
                    STAGE.ledger().token(Role.ADMIN, "the-admin"),
                    token(account, Duration.ofSeconds(-5)),
                    "nonsense")) {
                var error = client.refresh(useless).next("error");
                assertThat(error.path("code").asString()).isEqualTo("invalid_token");
                assertThat(error.path("recoverable").asBoolean()).isTrue();
            }

            var error = client.refused("invalid_token", 4001);

            assertInvalid(error);
            assertEndedWithError(error, session);
        }
    }

    @Test
    void nobody_is_told_a_token() {
        var account = STAGE.account("500");
        var token = STAGE.token(account);
        try (var client = STAGE.open().authenticate(token)) {
            var id = client.next("connected").path("session_id").asString();
            client.send("{\"type\":\"" + token + "\"}");
            assertThat(client.next("error").toString()).doesNotContain(token);
            client.send("{\"token\":\"" + token);
            assertThat(client.next("error").toString()).doesNotContain(token);
            assertThat(STAGE.found(account, id).text()).doesNotContain(token);
        }
    }
}
