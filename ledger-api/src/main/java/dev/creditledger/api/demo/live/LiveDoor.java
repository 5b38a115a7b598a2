package dev.creditledger.api.demo.live;

import dev.creditledger.api.security.DevTokenKey;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.account.AccountId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;

/** Where clients and admins come in: the server's own port. */
final class LiveDoor implements AutoCloseable {

    /** Tokens expire by the real clock. */
    private static final Duration TOKENS_GOOD_FOR = Duration.ofHours(1);

    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Patience.LONGEST)
            .executor(Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("live-client").factory()))
            .build();
    private final URI url;
    private final DevTokenKey key;
    private final InstantSource clock;
    private final String admin;

    LiveDoor(URI url, DevTokenKey key, InstantSource clock) {
        this.url = url;
        this.key = key;
        this.clock = clock;
        this.admin = key.sign(Role.ADMIN, "demo", TOKENS_GOOD_FOR);
    }

    /** Of an account's owner. */
    String token(AccountId account) {
        return key.sign(Role.USER, account.value(), TOKENS_GOOD_FOR);
    }

    LiveConnection connect(String path) throws InterruptedException {
        var ear = new Ear(clock);
        var address = URI.create("ws://" + url.getAuthority() + path);
        var socket = http.newWebSocketBuilder().connectTimeout(Patience.LONGEST).buildAsync(address, ear);
        return new LiveConnection(clock, Patience.await(socket, "connecting to " + path), ear);
    }

    void endAsAdmin(AccountId account, String session) throws InterruptedException {
        sendAsAdmin(
                "POST",
                "/accounts/" + account + "/sessions/" + session + "/end",
                "demo-end:" + session,
                "{\"reason\":\"admin_stopped\"}");
    }

    /** The account may use the feature no longer. */
    void forbidAsAdmin(AccountId account, String feature) throws InterruptedException {
        sendAsAdmin(
                "PUT",
                "/admin/live-quotas/accounts/" + account + '/' + feature,
                "demo-forbid",
                "{\"hour\":0,\"reason\":\"not paid for\"}");
    }

    private void sendAsAdmin(String method, String path, String idempotencyKey, String body)
            throws InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve("/api/v1" + path))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", idempotencyKey)
                .timeout(Patience.LONGEST)
                .method(method, BodyPublishers.ofString(body))
                .build();
        var answer = Patience.await(http.sendAsync(request, BodyHandlers.ofString()), path);
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(path + " was answered " + answer.statusCode() + ' ' + answer.body());
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
