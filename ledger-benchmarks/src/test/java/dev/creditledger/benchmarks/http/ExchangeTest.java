package dev.creditledger.benchmarks.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExchangeTest {

    private static final int CHUNKED = 0;
    private static final int LONGER_THAN_READ_AT_ONCE = 20_000;

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    ExchangeTest() throws IOException {}

    @BeforeEach
    void start() {
        server.createContext("/sized", exchange -> {
            var body = exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Long", "-".repeat(LONGER_THAN_READ_AT_ONCE));
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/chunked", exchange -> {
            exchange.sendResponseHeaders(200, CHUNKED);
            exchange.getResponseBody().write("in ".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            exchange.getResponseBody().write("parts".getBytes(UTF_8));
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_connection_serves_one_request_after_the_other() throws IOException {
        try (var exchange = new Exchange(server.getAddress().getPort())) {
            var first = exchange.post("/sized", "Idempotency-Key: a\r\n", "{\"amount\":1}");
            var second = exchange.get("/chunked", "");
            var third = exchange.post("/sized", "", "{}");

            assertThat(first.status()).isEqualTo(201);
            assertThat(first.body()).isEqualTo("{\"amount\":1}");
            assertThat(second.body()).isEqualTo("in parts");
            assertThat(third.body()).isEqualTo("{}");
        }
    }
}
