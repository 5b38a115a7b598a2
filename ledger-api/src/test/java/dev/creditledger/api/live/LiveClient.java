package dev.creditledger.api.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody at the other end of a live session. Pings are answered for as long as the connection is open. */
final class LiveClient implements AutoCloseable {

    /** No close code at all: the connection was cut. */
    static final int CUT = 1006;

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(SOON).build();

    private final Inbox inbox = new Inbox();
    private final WebSocket socket;

    private LiveClient(URI uri, String... headers) {
        var builder = HTTP.newWebSocketBuilder().connectTimeout(SOON);
        for (var i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = builder.buildAsync(uri, inbox).join();
    }

    /** How the connection ended. */
    record Closed(int code, String reason) {}

    /**
     * @param url of the ledger
     * @param headers names and values, in turn
     */
    static LiveClient open(String url, String path, String... headers) {
        return new LiveClient(URI.create(url.replaceFirst("^http", "ws") + path), headers);
    }

    /** All that comes, in order. One more is always asked for, or pings would wait too. */
    private static final class Inbox implements WebSocket.Listener {

        /** Empty: no more will come. */
        final BlockingQueue<Optional<JsonNode>> waiting = new LinkedBlockingQueue<>();

        final List<String> all = new CopyOnWriteArrayList<>();
        final CompletableFuture<Closed> closed = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                all.add(parts.toString());
                waiting.add(Optional.of(JsonMapper.shared().readTree(parts.toString())));
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            end(new Closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end(new Closed(CUT, error.toString()));
        }

        void end(Closed how) {
            closed.complete(how);
            waiting.add(Optional.empty());
        }
    }

    LiveClient send(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    LiveClient send(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
        return this;
    }

    /** In pieces. */
    LiveClient send(String beginning, String rest) {
        socket.sendText(beginning, false).join();
        return send(rest);
    }

    /** @param fields more of them: names and values, in turn */
    LiveClient authenticate(String token, String... fields) {
        var message = new StringBuilder("{\"type\":\"authenticate\",\"token\":\"").append(token);
        for (var i = 0; i < fields.length; i += 2) {
            message.append("\",\"").append(fields[i]).append("\":\"").append(fields[i + 1]);
        }
        return send(message.append("\"}").toString());
    }

    LiveClient refresh(String token) {
        return send("{\"type\":\"refresh\",\"token\":\"" + token + "\"}");
    }

    LiveClient stop() {
        return send("{\"type\":\"stop\"}");
    }

    JsonNode next() {
        return next(SOON);
    }

    JsonNode next(Duration patience) {
        try {
            var message = inbox.waiting.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (message == null || message.isEmpty()) {
                throw new AssertionError("nothing more came, " + inbox.closed.getNow(new Closed(0, "still open"))
                        + ", after " + inbox.all);
            }
            return message.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode next(String type) {
        return is(next(), type);
    }

    private JsonNode is(JsonNode message, String type) {
        assertThat(message.path("type").asString())
                .as(() -> "type of the last of " + inbox.all)
                .isEqualTo(type);
        return message;
    }

    /** The last message before the connection ends. */
    JsonNode last(String type, int closeCode) {
        var message = next(type);
        assertThat(closed().code()).as(() -> "close code after " + inbox.all).isEqualTo(closeCode);
        return message;
    }

    /** The error after which the connection ends. */
    JsonNode refused(String code, int closeCode) {
        var error = next("error");
        assertThat(error.path("code").asString()).as(error::toString).isEqualTo(code);
        assertThat(error.path("recoverable").isBoolean()).as(error::toString).isTrue();
        assertThat(error.path("message").asString()).as(error::toString).isNotBlank();
        assertThat(closed().code()).as(() -> "close code after " + inbox.all).isEqualTo(closeCode);
        return error;
    }

    /** All that has come until a heartbeat is answered now. */
    List<JsonNode> heard() {
        send("{\"type\":\"heartbeat\"}");
        var messages = new ArrayList<JsonNode>();
        for (var message = next(); !message.path("type").asString().equals("heartbeat"); message = next()) {
            messages.add(message);
        }
        return messages;
    }

    boolean isOpen() {
        return !inbox.closed.isDone();
    }

    Closed closed() {
        return closed(SOON);
    }

    Closed closed(Duration patience) {
        try {
            return inbox.closed.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("still open, after " + inbox.all, e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Says that it has finished, and hears no more. */
    void close(int code) {
        socket.sendClose(code, "").join();
    }

    /** The network is gone. */
    void drop() {
        socket.abort();
    }

    /** Whatever it was. */
    @Override
    public void close() {
        drop();
    }
}
