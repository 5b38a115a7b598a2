package dev.creditledger.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.creditledger.log.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

/** What production mode writes to its log while everything goes well, and while everything goes wrong. */
@ExtendWith(OutputCaptureExtension.class)
class LogOutputTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String ISSUER = "https://issuer.example.org";
    private static final String EMAIL = "ada.lovelace@example.org";
    private static final String WORDS = "a gift for Countess Lovelace";
    private static final String AGENT = "AnalyticalEngine/1843";
    private static final String ADDRESS = "203.0.113.77";
    private static final List<String> PERSONAL =
            List.of(EMAIL, "ada.lovelace", "Countess", "AnalyticalEngine", ADDRESS);

    @TempDir
    Path directory;

    private TestDatabase database;
    private TestLedger ledger;
    private RSAKey key;

    @BeforeEach
    void start() throws JOSEException, IOException {
        key = new RSAKeyGenerator(2048).keyID("one").generate();
        var keys = Files.writeString(
                directory.resolve("jwks.json"), new JWKSet(key).toPublicJWKSet().toString());
        database = TestDatabase.fresh();
        // Another ledger of this JVM, in dev mode, may have set the log up in its way.
        LoggingSystem.get(getClass().getClassLoader()).cleanUp();
        ledger = TestLedger.on(
                database,
                directory,
                Map.of(
                        "ledger.mode",
                        "production",
                        "ledger.security.issuer",
                        ISSUER,
                        "ledger.security.jwks",
                        keys.toUri().toString(),
                        "ledger.http.trusted-proxies",
                        "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        ledger.close();
        database.close();
    }

    @Test
    void starting_and_serving_say_nothing(CapturedOutput output) throws JOSEException {
        ledger = ledger.restarted(Map.of(
                "ledger.mode",
                "production",
                "ledger.security.issuer",
                ISSUER,
                "ledger.security.jwks",
                directory.resolve("jwks.json").toUri().toString()));
        var admin = admin();
        admin.openWith("10");
        admin.get("/api/v1/accounts").expect(200);
        admin.get("/nowhere").expect(404);

        assertThat(output.getAll()).isEmpty();
    }

    @Test
    void nothing_about_a_person_is_in_the_log_whatever_goes_wrong(CapturedOutput output) throws Exception {
        var admin = admin();
        var account = whatSucceeds(admin);
        whatIsRefused(admin, account);
        whatIsNoHttp();
        whatCannotBeProjected(admin, account, output);
        whatCannotBeStored(admin, account);
        whatCannotBeRead(admin, account);

        assertThat(output.getErr())
                .contains("stands still")
                .contains("A request failed")
                .doesNotContain("Failing row");
        assertThat(output.getAll()).doesNotContainIgnoringCase(PERSONAL.toArray(String[]::new));
        assertThat(output.getErr().lines())
                .allSatisfy(
                        line -> assertThat(JsonMapper.shared().readTree(line).has("message"))
                                .isTrue());
    }

    private static String whatSucceeds(Client admin) {
        admin.post("/api/v1/accounts", """
                {"accountId":"a1","ownerId":"%s","email":"%s","metadata":{"%s":"%s"}}""".formatted(EMAIL, EMAIL, EMAIL, WORDS))
                .expect(201);
        var path = Client.path("a1");
        admin.post(path + "/grants", """
                {"amount":10,"source":"gift","reason":"%s"}""".formatted(WORDS)).expect(201);
        admin.get("/api/v1/accounts?ownerId=" + EMAIL).expect(200);
        return path;
    }

    private static void whatIsRefused(Client admin, String account) {
        var path = account + "/deductions";
        admin.post(path, "{\"amount\":1,\"type\":\"custom\",\"description\":\"" + WORDS + "\",")
                .expect(400);
        admin.post(path, "{\"amount\":\"" + EMAIL + "\",\"type\":\"" + EMAIL + "\",\"" + EMAIL + "\":1}")
                .expect(400);
        admin.post(path, "{\"amount\":11,\"type\":\"custom\",\"description\":\"" + WORDS + "\"}")
                .expect(402);
        admin.with("Content-Type", "text/plain").post(path, EMAIL).expect(415);
        admin.with("Content-Type", EMAIL).post(path, EMAIL).expect(415);
        admin.with("Request-Id", EMAIL)
                .with("Correlation-Id", EMAIL)
                .get(account + "/" + EMAIL)
                .expect(404);
        admin.get("/api/v1/people/" + EMAIL + "?q=" + EMAIL).expect(404);
        admin.get("/api/v1/accounts/" + EMAIL + "%2F" + EMAIL).expect(400);
        admin.get("/api/v1/accounts?cursor=" + EMAIL + "&limit=" + EMAIL).expect(400);
        admin.send("DELETE", "/api/v1/accounts?" + EMAIL, "").expect(405);
        admin.with("Authorization", "Bearer " + EMAIL).get(account).expect(401);
        admin.with("Accept", EMAIL).get(account);
    }

    /** Requests that Tomcat refuses by itself. */
    private void whatIsNoHttp() throws IOException {
        for (var request : List.of(
                "GET /" + EMAIL + "{} HTTP/1.1\r\nHost: a\r\n\r\n",
                EMAIL + " / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: " + EMAIL + "\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n" + EMAIL + "\r\n\r\n")) {
            try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), ledger.port())) {
                socket.getOutputStream().write(request.getBytes(US_ASCII));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            }
        }
    }

    private void whatCannotBeProjected(Client admin, String account, CapturedOutput output) throws SQLException {
        change("ALTER TABLE projection.account ADD CONSTRAINT none_of_it CHECK (sequence < 0) NOT VALID");
        admin.post(account + "/freeze", "{\"reason\":\"" + WORDS + "\"}").expect(201);
        await().atMost(SOON).until(() -> output.getErr().contains("stands still"));
    }

    private void whatCannotBeStored(Client admin, String account) throws SQLException {
        change("ALTER TABLE log.event ADD CONSTRAINT none_of_it CHECK (position < 0) NOT VALID");
        admin.post(account + "/unfreeze", "{\"reason\":\"" + WORDS + "\"}").expect(500);
        change("ALTER TABLE log.event DROP CONSTRAINT none_of_it");
        change("REVOKE INSERT ON log.event FROM " + TestDatabase.APP);
        admin.post(account + "/unfreeze", "{\"reason\":\"" + WORDS + "\"}").expect(503);
        change("GRANT INSERT ON log.event TO " + TestDatabase.APP);
    }

    private void whatCannotBeRead(Client admin, String account) throws SQLException {
        change("ALTER TABLE projection.account RENAME TO gone");
        admin.get(account).expect(500);
        admin.get("/api/v1/accounts?ownerId=" + EMAIL).expect(500);
        change("ALTER TABLE projection.gone RENAME TO account");
    }

    private void change(String sql) throws SQLException {
        try (var connection = database.superuser().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Whose token, program and address say who it is. */
    private Client admin() throws JOSEException {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(),
                new JWTClaimsSet.Builder()
                        .issuer(ISSUER)
                        .audience("credit-ledger")
                        .subject(EMAIL)
                        .claim("roles", List.of("admin"))
                        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                        .build());
        token.sign(new RSASSASigner(key));
        return new Client(ledger.url(), token.serialize())
                .with("User-Agent", AGENT)
                .with("X-Forwarded-For", ADDRESS);
    }
}
