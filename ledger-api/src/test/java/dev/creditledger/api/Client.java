package dev.creditledger.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of the HTTP API with one token. */
public final class Client {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String url;
    private final Map<String, String> headers = new LinkedHashMap<>();

    public Client(String url, String token) {
        this.url = url;
        if (!token.isEmpty()) {
            headers.put("Authorization", "Bearer " + token);
        }
    }

    /** What came back. */
    public record Reply(int status, Map<String, String> headers, String text) {

        public JsonNode body() {
            return text.isEmpty() ? JSON.missingNode() : JSON.readTree(text);
        }

        public JsonNode at(String pointer) {
            return body().at(pointer);
        }

        public String text(String field) {
            return body().path(field).asString();
        }

        public String code() {
            return text("code");
        }

        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(java.util.Locale.ROOT)));
        }

        public Reply expect(int status) {
            if (this.status != status) {
                throw new AssertionError("expected " + status + ", got " + this.status + ": " + text);
            }
            return this;
        }

        @Override
        public String toString() {
            return status + " " + text;
        }
    }

    /** The same caller with another header on each request. */
    public Client with(String name, String value) {
        var other = new Client(url, "");
        other.headers.putAll(headers);
        other.headers.put(name, value);
        return other;
    }

    public Client without(String name) {
        var other = new Client(url, "");
        other.headers.putAll(headers);
        other.headers.remove(name);
        return other;
    }

    public Reply get(String path) {
        return send("GET", path, "");
    }

    /** With an idempotency key of its own, unless this caller brings one. */
    public Reply post(String path, String body) {
        return (headers.containsKey("Idempotency-Key")
                        ? this
                        : with("Idempotency-Key", UUID.randomUUID().toString()))
                .send("POST", path, body);
    }

    public Reply post(String key, String path, String body) {
        return with("Idempotency-Key", key).send("POST", path, body);
    }

    /** As it is: nothing is added but what this caller brings. */
    public Reply send(String method, String path, String body) {
        return send(request(method, path, BodyPublishers.ofString(body), !body.isEmpty()));
    }

    public Reply send(String method, String path, byte[] body) {
        return send(request(method, path, BodyPublishers.ofByteArray(body), body.length > 0));
    }

    /** Without saying how long the body is. */
    public Reply sendChunked(String path, String body) {
        var bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return send(request(
                "POST", path, BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes)), true));
    }

    private HttpRequest request(String method, String path, HttpRequest.BodyPublisher body, boolean hasBody) {
        var request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, hasBody ? body : BodyPublishers.noBody());
        if (hasBody && !headers.containsKey("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        return request.build();
    }

    public CompletableFuture<Reply> postLater(String key, String path, String body) {
        return HTTP.sendAsync(
                        with("Idempotency-Key", key).request("POST", path, BodyPublishers.ofString(body), true),
                        BodyHandlers.ofString())
                .thenApply(Client::reply);
    }

    private static Reply send(HttpRequest request) {
        try {
            return reply(HTTP.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Reply reply(HttpResponse<String> response) {
        var headers = new LinkedHashMap<String, String>();
        response.headers()
                .map()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
        return new Reply(response.statusCode(), headers, response.body());
    }

    /** Opens an account with a name that nobody else has. */
    public String open() {
        return open("acct-" + UUID.randomUUID().toString().substring(0, 13));
    }

    public String open(String account) {
        post("/api/v1/accounts", "{\"accountId\":\"" + account + "\"}").expect(201);
        return account;
    }

    public Reply grant(String account, String amount) {
        return post(path(account) + "/grants", "{\"amount\":" + amount + ",\"source\":\"bonus\",\"reason\":\"a test\"}")
                .expect(201);
    }

    public Reply deduct(String account, String amount) {
        return post(path(account) + "/deductions", "{\"amount\":" + amount + ",\"type\":\"custom\"}");
    }

    public Reply hold(String account, String amount) {
        return post(path(account) + "/holds", "{\"amount\":" + amount + "}").expect(201);
    }

    /** An account with so many credits. */
    public String openWith(String amount) {
        var account = open();
        grant(account, amount);
        return account;
    }

    /** Reads, once the write has become visible. */
    public Reply getAfter(Reply write, String path) {
        return with("Ledger-At-Least", write.header("Ledger-Consistency-Token").orElseThrow())
                .with("Prefer", "wait=30")
                .get(path);
    }

    public static String path(String account) {
        return "/api/v1/accounts/" + account;
    }
}
