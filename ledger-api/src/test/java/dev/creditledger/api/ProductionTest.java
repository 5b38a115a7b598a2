package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.log.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Production mode: an issuer's keys of every kind that counts, required scopes, limits, and nothing of dev mode. */
class ProductionTest {

    private static final String ISSUER = "https://issuer.example.org";

    @TempDir
    private static Path directory;

    private static TestLedger ledger;
    private static RSAKey rsa;
    private static ECKey ec;
    private static KeyPair ed;

    @BeforeAll
    static void start() throws Exception {
        rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var encoded = ed.getPublic().getEncoded();
        var point = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
        var okp = new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point))
                .keyID("ed")
                .build();
        var keys = Files.writeString(
                directory.resolve("jwks.json"),
                new JWKSet(List.of(rsa, ec, okp)).toPublicJWKSet().toString());
        ledger = TestLedger.on(
                TestDatabase.fresh(),
                Map.of(
                        "ledger.mode", "production",
                        "ledger.security.issuer", ISSUER,
                        "ledger.security.jwks", keys.toUri().toString(),
                        "ledger.security.require-accounts", "true",
                        "ledger.rate-limit.admin", "50"));
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    @Test
    void tokens_signed_with_rsa_elliptic_curves_and_edwards_curves_count() throws Exception {
        var rs256 =
                new SignedJWT(header(JWSAlgorithm.RS256, "rsa"), claims("admin").build());
        rs256.sign(new RSASSASigner(rsa));
        var es256 =
                new SignedJWT(header(JWSAlgorithm.ES256, "ec"), claims("admin").build());
        es256.sign(new ECDSASigner(ec));

        for (var token : List.of(rs256.serialize(), es256.serialize(), edDsa(claims("admin")))) {
            assertThat(client(token).get("/api/v1/accounts").status()).isEqualTo(200);
        }
        var altered = edDsa(claims("admin"));
        assertProblem(
                client(altered.substring(0, altered.length() - 8) + "AAAAAAAA").get("/api/v1/accounts"),
                401,
                "invalid_token");
    }

    @Test
    void a_service_token_must_name_its_accounts() throws Exception {
        assertProblem(client(edDsa(claims("service"))).get(Client.path("team:a") + "/balance"), 403, "out_of_scope");
        assertProblem(
                client(edDsa(claims("service").claim("accounts", List.of("team:"))))
                        .get(Client.path("team:a") + "/balance"),
                404,
                "account_not_found");
    }

    @Test
    void there_is_no_dev_clock_and_no_dev_key() throws Exception {
        assertProblem(client(edDsa(claims("admin"))).get("/dev/clock"), 404, "not_found");
        assertProblem(ledger.as(Role.ADMIN, "dev").get("/api/v1/accounts"), 401, "invalid_token");
    }

    @Test
    void a_caller_that_asks_too_often_is_told_to_wait() throws Exception {
        var caller = client(edDsa(claims("admin").subject("eager")));
        Client.Reply reply;
        var count = 0;
        do {
            reply = caller.get("/api/v1/accounts/nobody-s");
            count++;
        } while (reply.status() == 404 && count < 5_000);

        assertProblem(reply, 429, "rate_limited");
        assertThat(count).isEqualTo(51);
        assertThat(reply.header("RateLimit-Policy")).hasValue("\"admin\";q=50;w=60");
        assertThat(reply.header("Retry-After")).hasValue(reply.text("retryAfterSeconds"));
    }

    private static JWSHeader header(JWSAlgorithm algorithm, String key) {
        return new JWSHeader.Builder(algorithm).keyID(key).build();
    }

    private static JWTClaimsSet.Builder claims(String role) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("credit-ledger")
                .subject("somebody")
                .claim("roles", List.of(role))
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private static String edDsa(JWTClaimsSet.Builder claims) throws GeneralSecurityException {
        var content = header(JWSAlgorithm.EdDSA, "ed").toBase64URL() + "."
                + Base64URL.encode(claims.build().toString());
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(ed.getPrivate());
        signature.update(content.getBytes(UTF_8));
        return content + "." + Base64URL.encode(signature.sign());
    }

    private static Client client(String token) {
        return new Client(ledger.url(), token);
    }
}
