package dev.creditledger.api.process;

import dev.creditledger.domain.Cause.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An admin who calls the ledger over HTTP. */
final class LedgerClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String token;

    LedgerClient(String url, LedgerData data) {
        this.url = url;
        this.token = data.token(Role.ADMIN, "tester");
    }

    record Answer(int status, String text) {
        JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }
    }

    Answer post(String path, String key, String body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    Answer get(String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    /** Without a token. */
    Answer anonymously(String path) throws IOException {
        return sendAs(HttpRequest.newBuilder(URI.create(url + path)).GET());
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        return sendAs(request.header("Authorization", "Bearer " + token));
    }

    private Answer sendAs(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<String> response = http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
