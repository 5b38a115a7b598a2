package dev.creditledger.api.process;

import dev.creditledger.domain.Cause.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One connection of a user's client to a live session, which keeps what it is told. */
final class LiveClient implements WebSocket.Listener {

    private final String account;
    private final long since = System.nanoTime();
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final StringBuilder part = new StringBuilder();
    private final CompletableFuture<JsonNode> welcome = new CompletableFuture<>();
    private @Nullable WebSocket socket;

    private LiveClient(String account) {
        this.account = account;
    }

    /**
     * Returns when it is connected.
     *
     * @param url of the ledger
     * @param resume a session of the account; empty: a new one is started
     */
    static LiveClient connect(HttpClient http, String url, LedgerData data, String account, Optional<String> resume) {
        var client = new LiveClient(account);
        var address = URI.create(url.replaceFirst("^http", "ws") + "/ws/live/stage/subtitles");
        var authenticate = JsonMapper.shared()
                .createObjectNode()
                .put("type", "authenticate")
                .put("token", data.token(Role.USER, account));
        resume.ifPresent(session -> authenticate.put("resume", session));
        client.socket = http.newWebSocketBuilder().buildAsync(address, client).join();
        client.say(authenticate);
        client.welcome.join();
        return client;
    }

    void stop() {
        say(JsonMapper.shared().createObjectNode().put("type", "stop"));
    }

    private void say(JsonNode message) {
        if (socket != null) {
            socket.sendText(message.toString(), true).join();
        }
    }

    String account() {
        return account;
    }

    String session() {
        return welcome.join().path("session_id").asString();
    }

    boolean isResumed() {
        return welcome.join().path("resumed").asBoolean();
    }

    /** The last message of the type. */
    Optional<JsonNode> told(String type) {
        return told.reversed().stream()
                .filter(message -> message.path("type").asString().equals(type))
                .findFirst();
    }

    boolean isTold(String type) {
        return told(type).isPresent();
    }

    /** How long it had been connected at a time of {@link System#nanoTime}, and not a moment less. */
    double secondsUntil(long nanos) {
        return (nanos - since) / 1e9;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        part.append(text);
        if (last) {
            var message = JsonMapper.shared().readTree(part.toString());
            part.setLength(0);
            told.add(message);
            if (message.path("type").asString().equals("connected")) {
                welcome.complete(message);
            } else {
                welcome.completeExceptionally(new AssertionError(account + " is not let in: " + message));
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        welcome.completeExceptionally(new AssertionError(account + " is not let in: " + code));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        welcome.completeExceptionally(failure);
    }
}
