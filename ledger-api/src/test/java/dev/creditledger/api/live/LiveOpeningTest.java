package dev.creditledger.api.live;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.creditledger.api.live.RawSocket.Answer;
import dev.creditledger.api.live.RawSocket.Knock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a WebSocket is opened at all. */
class LiveOpeningTest {

    private static final String PATH = "/ws/live/stage/dubbing";
    private static final String LISTED = "https://app.example.org";
    private static final Stage STAGE =
            Stage.with(Map.of("ledger.live.origins", LISTED + ",https://beta.example.org:8443"));

    @AfterAll
    static void close() {
        STAGE.close();
    }

    private static Answer knock(String path, String... headers) throws IOException {
        try (var socket =
                RawSocket.open(STAGE.ledger().port(), path, Knock.from(1).with(headers))) {
            return socket.answer();
        }
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer::body).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).startsWith("application/problem+json");
        assertThat(answer.headers()).containsKey("request-id");
        var problem = answer.json();
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("type").asString()).endsWith("/problems/" + code);
        assertThat(problem.path("title").asString()).isNotBlank();
    }

    @Test
    void a_handshake_is_answered_as_the_protocol_says() throws IOException {
        var answer = knock(PATH + "?source_lang=en&target_lang=pt-BR");

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.headers())
                .containsEntry("sec-websocket-accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
                .doesNotContainKey("sec-websocket-protocol");
        assertThat(answer.headers().get("upgrade")).isEqualToIgnoringCase("websocket");
    }

    @Test
    void messages_are_not_compressed() throws IOException {
        assertThat(knock(PATH, "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")
                        .headers())
                .doesNotContainKey("sec-websocket-extensions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token=abc",
                "access_token=abc",
                "source_lang=en&token=abc",
                "tok%65n=abc",
                "lang=en",
                "source_lang=en&source_lang=de",
                "account_id=alice"
            })
    void a_query_with_anything_else_is_refused(String query) throws IOException {
        assertProblem(knock(PATH + "?" + query), 400, "invalid_request");
    }

    @Test
    void a_token_in_the_address_is_not_repeated() throws IOException {
        var token = STAGE.token(STAGE.account("500"));

        var answer = knock(PATH + "?token=" + token);

        assertProblem(answer, 400, "invalid_request");
        assertThat(answer.body()).doesNotContain(token);
    }

    @Test
    void a_language_has_its_bounds() throws IOException {
        assertThat(knock(PATH + "?source_lang=" + "x".repeat(2_000)).status()).isEqualTo(400);
    }

    @Test
    void a_channel_has_a_name() throws IOException {
        assertProblem(knock("/ws/live/" + "x".repeat(65) + "/dubbing"), 400, "invalid_request");
        assertProblem(knock("/ws/live/a%20b/dubbing"), 400, "invalid_request");
        assertProblem(knock("/ws/live/%C3%A9/dubbing"), 400, "invalid_request");
        assertThat(knock("/ws/live/" + "x".repeat(64) + "/dubbing").status()).isEqualTo(101);
        assertThat(knock("/ws/live/A-z_0.9:b/dubbing").status()).isEqualTo(101);
    }

    @Test
    void what_is_no_live_feature_is_not_there() throws IOException {
        assertProblem(knock("/ws/live/stage/karaoke"), 404, "not_found");
        assertProblem(knock("/ws/live/stage/audio_upload"), 404, "not_found");
        assertProblem(knock("/ws/live/stage/live_"), 404, "not_found");
        assertThat(knock("/ws/live/stage/live_subtitles").status()).isEqualTo(101);
        assertThat(knock("/ws/live/stage").status()).isEqualTo(404);
        assertThat(knock("/ws/live/stage/dubbing/more").status()).isEqualTo(404);
    }

    @Test
    void browsers_come_from_where_they_may() throws IOException {
        assertThat(knock(PATH, "Origin: " + LISTED).status()).isEqualTo(101);
        assertThat(knock(PATH, "Origin: https://beta.example.org:8443").status())
                .isEqualTo(101);
        for (var origin : java.util.List.of(
                "https://evil.example.org",
                "http://app.example.org",
                "https://app.example.org.evil.example",
                "https://app.example.org:444",
                "https://beta.example.org",
                "null",
                "")) {
            assertProblem(knock(PATH, "Origin: " + origin), 403, "origin_not_allowed");
        }
        try (var client = STAGE.open(PATH, "Origin", LISTED)) {
            client.authenticate(STAGE.token(STAGE.account("500"))).next("connected");
        }
    }

    @Test
    void what_does_not_ask_for_a_web_socket_is_told_so() {
        var get = STAGE.ledger().nobody().get(PATH);
        assertThat(get.status()).isBetween(400, 426);
        assertThat(get.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(STAGE.ledger().nobody().send("POST", PATH, "{}").status()).isBetween(400, 426);
    }

    @Test
    void an_address_has_twenty_connections_that_have_not_said_who_they_are() throws IOException {
        var port = STAGE.ledger().port();
        var open = new ArrayList<RawSocket>();
        var knock = Knock.from(3);
        try {
            for (var i = 1; i <= 20; i++) {
                open.add(RawSocket.open(port, PATH, knock));
                assertThat(open.getLast().answer().status()).isEqualTo(101);
            }
            try (var refused = RawSocket.open(port, PATH, knock)) {
                assertProblem(refused.answer(), 429, "rate_limited");
                assertThat(refused.answer().headers()).containsKey("retry-after");
            }
            assertThat(knock(PATH).status()).as("another address").isEqualTo(101);
            var account = STAGE.account("500");
            open.getFirst().text("{\"type\":\"authenticate\",\"token\":\"" + STAGE.token(account) + "\"}");
            assertThat(open.getFirst().next().path("type").asString()).isEqualTo("connected");
            open.add(RawSocket.open(port, PATH, knock));
            assertThat(open.getLast().answer().status())
                    .as("there is room for another, since one is known")
                    .isEqualTo(101);
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
        await().atMost(10, SECONDS).until(() -> {
            try (var again = RawSocket.open(port, PATH, knock)) {
                return again.answer().status() == 101;
            }
        });
    }
}
