package dev.creditledger.api.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.creditledger.api.live.RawSocket.Knock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What a client may send, and must not be able to break. */
class LiveAttackTest {

    private static final String PATH = "/ws/live/stage/dubbing";
    private static final int PROTOCOL_ERROR = 1002;
    private static final int NOT_UTF_8 = 1007;
    private static final int TOO_LARGE = 1009;
    private static final byte[] HEARTBEAT = "{\"type\":\"heartbeat\"}".getBytes(UTF_8);

    private static final Stage STAGE = Stage.with(Map.of());

    @AfterAll
    static void close() {
        STAGE.close();
    }

    /** A session by hand. */
    private record Raw(RawSocket socket, String account, String id) implements AutoCloseable {

        static Raw start(Knock knock) throws IOException {
            var account = STAGE.account("500");
            var socket = RawSocket.open(STAGE.ledger().port(), PATH, knock);
            assertThat(socket.answer().status()).isEqualTo(101);
            socket.text("{\"type\":\"authenticate\",\"token\":\"" + STAGE.token(account) + "\"}");
            var connected = socket.next();
            assertThat(connected.path("type").asString()).isEqualTo("connected");
            return new Raw(socket, account, connected.path("session_id").asString());
        }

        /** It runs, and its owner goes on with it. */
        void resumed() {
            assertThat(STAGE.found(account, id).text("status")).isEqualTo("running");
            var client = STAGE.open(PATH).authenticate(STAGE.token(account), "resume", id);
            assertThat(client.next("connected").path("resumed").asBoolean()).isTrue();
            assertThat(client.heard()).isEmpty();
            client.stop().last("ended", 1000);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** What is sent cuts the connection with one of the codes, or without any, and the session can be resumed. */
    private static void assertCut(byte[] sent, Integer... codes) throws IOException {
        try (var raw = Raw.start(Knock.from(1))) {
            raw.socket().send(sent);
            assertThat(raw.socket().closed()).isIn((Object[]) codes);
            raw.resumed();
        }
    }

    @Test
    void messages_that_are_too_large_cut_the_connection() throws IOException {
        assertCut(RawSocket.frame(RawSocket.TEXT, true, true, new byte[16_385]), TOO_LARGE);
        assertCut(RawSocket.frame(RawSocket.BINARY, true, true, new byte[65_537]), TOO_LARGE);
    }

    @Test
    void messages_that_are_too_large_in_pieces_cut_the_connection() throws IOException {
        var pieces = new ByteArrayOutputStream();
        pieces.writeBytes(
                RawSocket.frame(RawSocket.TEXT, false, true, " ".repeat(9_000).getBytes(UTF_8)));
        pieces.writeBytes(RawSocket.frame(
                RawSocket.CONTINUATION, true, true, " ".repeat(9_000).getBytes(UTF_8)));
        assertCut(pieces.toByteArray(), TOO_LARGE);
        pieces.reset();
        pieces.writeBytes(RawSocket.frame(RawSocket.BINARY, false, true, new byte[40_000]));
        pieces.writeBytes(RawSocket.frame(RawSocket.CONTINUATION, true, true, new byte[40_000]));
        assertCut(pieces.toByteArray(), TOO_LARGE);
    }

    @Test
    void the_end_of_what_is_too_large_is_not_waited_for() throws IOException {
        for (var length : new long[] {1L << 20, 1L << 31, 1L << 40, Long.MAX_VALUE}) {
            for (var opcode : new int[] {RawSocket.TEXT, RawSocket.BINARY}) {
                var bytes = new ByteArrayOutputStream();
                bytes.writeBytes(RawSocket.header(opcode, true, true, length));
                bytes.writeBytes(new byte[80_000]);
                assertCut(bytes.toByteArray(), TOO_LARGE, PROTOCOL_ERROR, LiveClient.CUT);
            }
        }
    }

    @Test
    void who_has_not_said_who_it_is_sends_little() throws IOException {
        try (var socket = RawSocket.open(STAGE.ledger().port(), PATH)) {
            socket.send(RawSocket.frame(RawSocket.BINARY, true, true, new byte[1_025]));
            assertThat(socket.closed()).isIn(TOO_LARGE, 4001);
        }
        try (var socket = RawSocket.open(STAGE.ledger().port(), PATH)) {
            socket.send(RawSocket.frame(RawSocket.TEXT, true, true, new byte[16_385]));
            assertThat(socket.closed()).isEqualTo(TOO_LARGE);
        }
    }

    @Test
    void frames_against_the_protocol_cut_the_connection() throws IOException {
        assertCut(RawSocket.frame(RawSocket.TEXT, true, false, HEARTBEAT), PROTOCOL_ERROR, LiveClient.CUT);
        assertCut(RawSocket.frame(3, true, true, HEARTBEAT), PROTOCOL_ERROR, LiveClient.CUT);
        assertCut(RawSocket.frame(RawSocket.CONTINUATION, true, true, HEARTBEAT), PROTOCOL_ERROR, LiveClient.CUT);
        assertCut(RawSocket.frame(RawSocket.PING, true, true, new byte[126]), PROTOCOL_ERROR, LiveClient.CUT);
        assertCut(RawSocket.frame(RawSocket.PING, false, true, HEARTBEAT), PROTOCOL_ERROR, LiveClient.CUT);
        var compressed = RawSocket.frame(RawSocket.TEXT, true, true, HEARTBEAT);
        compressed[0] |= 0x40;
        assertCut(compressed, PROTOCOL_ERROR, LiveClient.CUT);
        assertCut("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8), PROTOCOL_ERROR, LiveClient.CUT);
    }

    @Test
    void text_that_is_no_utf_8_cuts_the_connection() throws IOException {
        var text = new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"', '}'};
        assertCut(RawSocket.frame(RawSocket.TEXT, true, true, text), NOT_UTF_8, LiveClient.CUT);
    }

    @Test
    void only_who_says_that_it_has_finished_has_stopped() throws IOException {
        for (var payload : new byte[][] {{3}, {3, (byte) 0xe9}, {3, (byte) 0xee}, {0, 1}, {15, (byte) 0xa0}}) {
            try (var raw = Raw.start(Knock.from(1))) {
                raw.socket().send(RawSocket.frame(RawSocket.CLOSE, true, true, payload));
                raw.socket().closed();
                raw.resumed();
            }
        }
    }

    @Test
    void pings_are_answered() throws IOException {
        try (var raw = Raw.start(Knock.from(1))) {
            raw.socket().send(RawSocket.frame(RawSocket.PING, true, true, HEARTBEAT));
            var frame = raw.socket().read();
            if (frame.opcode() == RawSocket.PING) {
                frame = raw.socket().read();
            }
            assertThat(frame.opcode()).isEqualTo(RawSocket.PONG);
            assertThat(frame.text()).isEqualTo(new String(HEARTBEAT, UTF_8));
        }
    }

    @Test
    void twenty_messages_that_cannot_be_read_are_enough() {
        try (var session = STAGE.session("500")) {
            for (var i = 1; i <= 20; i++) {
                var error = session.client().send("{").next("error");
                assertThat(error.path("recoverable").asBoolean())
                        .as("number " + i)
                        .isTrue();
            }

            session.client().refused("too_many_errors", 1008);
            assertThat(session.found().text("status")).isEqualTo("running");
            try (var resumed = STAGE.resume(session)) {
                assertThat(resumed.client().heard()).isEmpty();
            }
        }
    }

    @Test
    void hundreds_of_messages_in_a_second_are_too_many() throws IOException {
        var many = new ByteArrayOutputStream();
        for (var i = 0; i < 250; i++) {
            many.writeBytes(RawSocket.frame(RawSocket.TEXT, true, true, HEARTBEAT));
        }
        assertCut(many.toByteArray(), 1008);
    }

    @Test
    void json_that_is_nested_without_end_is_only_an_error() {
        try (var session = STAGE.session("500")) {
            for (var nested : new String[] {"[".repeat(16_000), "{\"a\":".repeat(3_000), "1".repeat(16_000)}) {
                var error = session.client().send(nested).next("error");
                assertThat(error.path("recoverable").asBoolean()).isTrue();
            }
            assertThat(session.client().heard()).isEmpty();
        }
    }

    @Test
    void ten_thousand_connections_that_never_say_who_they_are_disturb_nobody() throws IOException {
        var port = STAGE.ledger().port();
        var attacker = Knock.from(2);
        Set<Integer> statuses = ConcurrentHashMap.newKeySet();
        Queue<RawSocket> open = new ConcurrentLinkedQueue<>();
        try (var session = STAGE.session("500");
                var attackers = Executors.newFixedThreadPool(50)) {
            var flood = CompletableFuture.allOf(IntStream.range(0, 10_000)
                    .mapToObj(_ -> CompletableFuture.runAsync(() -> knock(port, attacker, statuses, open), attackers))
                    .toArray(CompletableFuture[]::new));
            STAGE.session("500").client().stop().last("ended", 1000);
            whileOthersAreServed(session, flood);
            flood.join();
            assertThat(statuses).containsExactlyInAnyOrder(101, 429);
            assertThat(open).hasSizeBetween(20, 200);
            session.at(60);
            assertThat(session.client().next("checkpoint").path("charged").asInt())
                    .isEqualTo(60);
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
        await().atMost(10, SECONDS).until(() -> {
            try (var again = RawSocket.open(port, PATH, attacker)) {
                return again.answer().status() == 101;
            }
        });
    }

    private static void knock(int port, Knock attacker, Set<Integer> statuses, Queue<RawSocket> open) {
        try {
            var socket = RawSocket.open(port, PATH, attacker);
            var status = socket.answer().status();
            statuses.add(status);
            if (status == 101) {
                open.add(socket);
            } else {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void who_does_not_read_what_it_asks_for_is_given_up_and_disturbs_nobody() throws IOException {
        for (var asking : new byte[][] {
            RawSocket.frame(RawSocket.TEXT, true, true, HEARTBEAT),
            RawSocket.frame(RawSocket.PING, true, true, new byte[125])
        }) {
            var many = new ByteArrayOutputStream();
            for (var i = 0; i < 1_000; i++) {
                many.writeBytes(asking);
            }
            try (var raw = Raw.start(Knock.from(1).receiving(1_024));
                    var session = STAGE.session("500")) {
                var flood = CompletableFuture.runAsync(() -> askUntilCut(raw.socket(), many.toByteArray()));

                whileOthersAreServed(session, flood);
                flood.join();
                raw.resumed();
            }
        }
    }

    private static void whileOthersAreServed(Stage.Session other, CompletableFuture<Void> flood) {
        await().atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    assertThat(other.client().heard()).isEmpty();
                    assertThat(STAGE.ledger().nobody().get("/health").status()).isEqualTo(200);
                    return flood.isDone();
                });
    }

    private static void askUntilCut(RawSocket socket, byte[] questions) {
        try {
            for (var i = 0; i < 10_000; i++) {
                socket.send(questions);
            }
        } catch (IOException e) {
            return;
        }
        throw new AssertionError("ten million answers that nobody reads");
    }
}
