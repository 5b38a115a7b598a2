package dev.creditledger.api.demo.live;

import java.math.BigDecimal;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hears what the server says to a client, and keeps of it only what is counted or waited for; pings are answered by the
 * JDK. By the business clock it notes how long its client was connected: at least from the answer to its first message to
 * the last one that was answered, at most from sending the one to the close.
 */
final class Ear implements WebSocket.Listener {

    private static final int MESSAGE_MAX = 64 * 1024;

    /** How the server says that the session ended. */
    record End(String reason, long seconds, BigDecimal charged) {}

    private final InstantSource clock;
    private final Instant askedAt;
    private final CompletableFuture<Optional<String>> session = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Map<Integer, Integer> warnings = new TreeMap<>();
    private final StringBuilder parts = new StringBuilder();
    private CompletableFuture<Boolean> heartbeat = CompletableFuture.completedFuture(false);
    private Optional<End> end = Optional.empty();
    private Optional<String> refused = Optional.empty();
    private Optional<Instant> connectedAt = Optional.empty();
    private Optional<Instant> heardAt = Optional.empty();
    private Optional<Instant> closedAt = Optional.empty();

    Ear(InstantSource clock) {
        this.clock = clock;
        this.askedAt = clock.instant();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        parts.append(data);
        if (parts.length() > MESSAGE_MAX) {
            hangUp(socket);
        } else if (last) {
            read(socket, parts.toString());
            parts.setLength(0);
        }
        socket.request(1);
        return null;
    }

    private void read(WebSocket socket, String text) {
        try {
            read(JsonMapper.shared().readTree(text));
        } catch (JacksonException e) {
            hangUp(socket);
        }
    }

    private void hangUp(WebSocket socket) {
        socket.abort();
        close();
    }

    private synchronized void read(JsonNode message) {
        switch (message.path("type").asString("")) {
            case "connected" -> {
                connectedAt = Optional.of(clock.instant());
                heardAt = connectedAt;
                session.complete(Optional.of(message.path("session_id").asString("")));
            }
            case "heartbeat" -> heartbeat.complete(true);
            case "low_balance" ->
                warnings.merge(message.path("threshold_percent").asInt(0), 1, Integer::sum);
            case "ended" -> end = Optional.of(end(message));
            case "error" -> error(message);
            default -> {}
        }
    }

    private void error(JsonNode message) {
        if (message.path("session_ended").asBoolean(false)) {
            end = Optional.of(end(message));
        } else if (!session.isDone()) {
            refused = Optional.of(message.path("code").asString(""));
        }
    }

    private static End end(JsonNode message) {
        return new End(
                message.path("end_reason").asString(""),
                message.path("seconds").asLong(-1),
                message.path("charged").decimalValue(BigDecimal.ONE.negate()));
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        close();
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        close();
    }

    /** Nothing comes any more. */
    synchronized void close() {
        if (closedAt.isEmpty()) {
            closedAt = Optional.of(clock.instant());
            session.complete(Optional.empty());
            heartbeat.complete(false);
            closed.complete(null);
        }
    }

    /** Completes with the session, or with nothing if there is none. */
    CompletableFuture<Optional<String>> session() {
        return session;
    }

    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Completes with whether the next heartbeat is answered. */
    synchronized CompletableFuture<Boolean> heartbeat() {
        heartbeat = closedAt.isPresent() ? CompletableFuture.completedFuture(false) : new CompletableFuture<>();
        return heartbeat;
    }

    /** What was said at this time has been heard by the server. */
    synchronized void wasHeard(Instant at) {
        heardAt = Optional.of(at);
    }

    synchronized Optional<End> end() {
        return end;
    }

    /** The code of the error with which it was sent away before there was a session. */
    synchronized Optional<String> refused() {
        return refused;
    }

    /** How often each share of what the account had was announced to be all that is left, by percent. */
    synchronized Map<Integer, Integer> warnings() {
        return Map.copyOf(warnings);
    }

    synchronized Duration least() {
        return connectedAt
                .map(from -> Duration.between(from, heardAt.orElse(from)))
                .orElse(Duration.ZERO);
    }

    synchronized Duration most() {
        return connectedAt.isEmpty() ? Duration.ZERO : Duration.between(askedAt, closedAt.orElseGet(clock::instant));
    }
}
