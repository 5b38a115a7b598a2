package dev.creditledger.benchmarks.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user's client with its connection, and what it was told of its session. */
final class LiveClient implements WebSocket.Listener {

    private static final long PATIENCE_SECONDS = 60;

    private final StringBuilder part = new StringBuilder();
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final WebSocket socket;

    private int checkpoints;
    private long checkpointAt;
    private long seconds;

    /** Returns when the session runs. */
    LiveClient(HttpClient http, URI address, String token)
            throws ExecutionException, InterruptedException, TimeoutException {
        socket = await(http.newWebSocketBuilder().buildAsync(address, this));
        await(socket.sendText("{\"type\":\"authenticate\",\"token\":\"" + token + "\"}", true));
        await(connected);
    }

    private static <T> T await(CompletableFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
        var _ = socket.sendText("{\"type\":\"stop\"}", true);
    }

    void awaitEnded() throws ExecutionException, InterruptedException, TimeoutException {
        await(ended);
    }

    /** Without a word. */
    void drop() {
        socket.abort();
    }

    synchronized int checkpoints() {
        return checkpoints;
    }

    /** When it was told of the last one, by {@link System#nanoTime}. */
    synchronized long checkpointAt() {
        return checkpointAt;
    }

    /** For which it was charged, as far as it was told. */
    synchronized long seconds() {
        return seconds;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            told(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void told(String text) {
        var message = JsonMapper.shared().readTree(text);
        switch (message.path("type").asString()) {
            case "connected" -> connected.complete(null);
            case "checkpoint" -> charged(message);
            case "ended" -> ended.complete(null);
            default -> broken(new IllegalStateException("a client was told: " + text));
        }
    }

    private synchronized void charged(JsonNode message) {
        checkpoints++;
        checkpointAt = System.nanoTime();
        seconds = message.path("seconds").asLong();
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        broken(new IllegalStateException("a client's connection was closed: " + code));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        broken(failure);
    }

    private void broken(Throwable failure) {
        connected.completeExceptionally(failure);
        ended.completeExceptionally(failure);
    }
}
