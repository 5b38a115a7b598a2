package dev.creditledger.api;

import static dev.creditledger.api.CallsTest.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.creditledger.api.security.DevTokenKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which access tokens count, and which do not. */
class TokensTest {

    private static final TestLedger LEDGER = TestLedger.shared();

    @Test
    void a_token_of_this_ledger_counts() throws Exception {
        assertThat(reply(signed(claims(), key())).status()).isEqualTo(200);
    }

    @Test
    void an_expired_token_does_not_count_not_even_for_a_moment() throws Exception {
        assertRefused(signed(claims().expirationTime(in(Duration.ofMillis(-10))), key()));
        assertRefused(signed(claims().expirationTime(in(Duration.ofHours(-1))), key()));
    }

    @Test
    void a_token_that_was_valid_a_moment_ago_is_refused_when_it_has_expired() throws Exception {
        var expiry = Instant.now().plusSeconds(3);
        var token = signed(claims().expirationTime(Date.from(expiry)), key());
        assertThat(reply(token).status()).isEqualTo(200);

        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> reply(token).status() == 401);
        assertThat(Instant.now()).isAfterOrEqualTo(expiry.minusSeconds(1));
    }

    @Test
    void a_token_without_an_end_an_issuer_an_audience_or_a_subject_does_not_count() throws Exception {
        assertRefused(signed(claims().expirationTime(null), key()));
        assertRefused(signed(claims().issuer(null), key()));
        assertRefused(signed(claims().audience((String) null), key()));
        assertRefused(signed(claims().subject(null), key()));
        assertRefused(signed(claims().subject("x".repeat(256)), key()));
    }

    @Test
    void a_token_of_another_issuer_for_another_audience_or_not_valid_yet_does_not_count() throws Exception {
        assertRefused(signed(claims().issuer("https://elsewhere.example.org"), key()));
        assertRefused(signed(claims().audience("another-service"), key()));
        assertRefused(signed(claims().notBeforeTime(in(Duration.ofMinutes(10))), key()));
    }

    @Test
    void a_token_signed_by_another_key_does_not_count() throws Exception {
        var other = new RSAKeyGenerator(2048).keyID(key().getKeyID()).generate();

        assertRefused(signed(claims(), other));
    }

    @Test
    void a_token_cannot_bring_its_own_key() throws Exception {
        var other = new RSAKeyGenerator(2048).generate();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(other.toPublicJWK())
                .build();

        assertRefused(serialized(header, new RSASSASigner(other)));
    }

    @Test
    void an_unsigned_token_does_not_count() {
        assertRefused(new PlainJWT(claims().build()).serialize());
    }

    @Test
    void the_public_key_is_no_shared_secret() throws Exception {
        var secret = key().toRSAPublicKey().getEncoded();
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(key().getKeyID())
                .build();

        assertRefused(serialized(header, new MACSigner(secret)));
    }

    @Test
    void another_algorithm_with_the_right_key_does_not_count() throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS512)
                .keyID(key().getKeyID())
                .build();

        assertRefused(serialized(header, new RSASSASigner(key())));
    }

    @Test
    void an_altered_token_does_not_count() throws Exception {
        var parts = signed(claims().claim("roles", List.of("user")), key()).split("\\.", -1);
        var payload = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8).replace("user", "admin");
        var altered = Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(UTF_8));

        assertRefused(parts[0] + "." + altered + "." + parts[2]);
        assertRefused(parts[0] + "." + parts[1] + ".");
        assertRefused(parts[0] + "." + parts[1] + "." + parts[2].substring(4) + "AAAA");
    }

    @Test
    void a_token_belongs_in_the_header() throws Exception {
        var token = signed(claims(), key());

        assertThat(LEDGER.nobody().get("/api/v1/accounts?access_token=" + token).status())
                .isEqualTo(401);
        assertThat(LEDGER.nobody()
                        .with("Authorization", "Basic YTpi")
                        .get("/api/v1/accounts")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void without_a_role_of_ours_nothing_is_allowed() throws Exception {
        assertProblem(reply(signed(claims().claim("roles", null), key())), 403, "forbidden");
        assertProblem(
                reply(signed(claims().claim("roles", List.of("root", "SYSTEM", "system")), key())), 403, "forbidden");
        assertRefused(signed(claims().claim("roles", "admin"), key()));
    }

    @Test
    void a_service_token_may_be_narrowed_to_accounts_and_features() throws Exception {
        var prefix = "team-" + System.nanoTime() + ":";
        var narrow = new Client(
                LEDGER.url(),
                signed(
                        claims().claim("roles", List.of("service"))
                                .claim("accounts", List.of(prefix))
                                .claim("features", List.of("chat")),
                        key()));
        var inside = LEDGER.admin().open(prefix + "a");
        LEDGER.admin().grant(inside, "10");
        var outside = LEDGER.admin().openWith("10");
        var chat = "{\"amount\":1,\"type\":\"custom\",\"feature\":\"chat\"}";

        narrow.post(Client.path(inside) + "/deductions", chat).expect(201);
        assertProblem(narrow.post(Client.path(outside) + "/deductions", chat), 403, "out_of_scope");
        assertProblem(narrow.post(Client.path("unknown") + "/deductions", chat), 403, "out_of_scope");
        assertProblem(narrow.get(Client.path(outside) + "/balance"), 403, "out_of_scope");
        assertProblem(
                narrow.post(Client.path(inside) + "/deductions", chat.replace("chat", "draw")), 403, "out_of_scope");
        assertProblem(narrow.deduct(inside, "1"), 403, "out_of_scope");
        assertProblem(narrow.post("/api/v1/accounts", "{\"accountId\":\"elsewhere\"}"), 403, "out_of_scope");
        var granted = LEDGER.admin().grant(inside, "1");
        var seen = narrow.getAfter(granted, "/api/v1/accounts?limit=200").expect(200);
        assertThat(seen.at("/data").valueStream())
                .allSatisfy(account ->
                        assertThat(account.path("accountId").asString()).startsWith(prefix));
    }

    @Test
    void with_several_roles_the_strongest_that_the_call_allows_counts() throws Exception {
        var both =
                new Client(LEDGER.url(), signed(claims().claim("roles", List.of("user", "admin", "auditor")), key()));
        var account = both.openWith("5");

        assertThat(LEDGER.auditor()
                        .getAfter(both.grant(account, "1"), Client.path(account) + "/entries")
                        .at("/data/0/cause/role")
                        .asString())
                .isEqualTo("admin");
    }

    @Test
    void the_dev_key_is_made_once_and_for_its_owner_only(@TempDir Path data) throws Exception {
        var first = DevTokenKey.in(data).sign(dev.creditledger.domain.Cause.Role.USER, "a", Duration.ofMinutes(1));
        var second = DevTokenKey.in(data).sign(dev.creditledger.domain.Cause.Role.USER, "a", Duration.ofMinutes(1));

        assertThat(SignedJWT.parse(first).getHeader().getKeyID())
                .isEqualTo(SignedJWT.parse(second).getHeader().getKeyID());
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.resolve("keys").resolve("dev-token-key.json"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(data.resolve("keys"))) {
            assertThat(files).hasSize(1);
        }
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(DevTokenKey.ISSUER)
                .audience(DevTokenKey.AUDIENCE)
                .subject("somebody")
                .claim("roles", List.of("admin"))
                .expirationTime(in(Duration.ofMinutes(10)));
    }

    private static Date in(Duration duration) {
        return Date.from(Instant.now().plus(duration));
    }

    private static RSAKey key() throws ParseException {
        return RSAKey.parse(LEDGER.keyFile());
    }

    private static String signed(JWTClaimsSet.Builder claims, RSAKey key) throws JOSEException {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        var token = new SignedJWT(header, claims.build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static String serialized(JWSHeader header, JWSSigner signer) throws JOSEException {
        var token = new SignedJWT(header, claims().build());
        token.sign(signer);
        return token.serialize();
    }

    private static Client.Reply reply(String token) {
        return new Client(LEDGER.url(), token).get("/api/v1/accounts?limit=1");
    }

    private static void assertRefused(String token) {
        var reply = reply(token);
        assertProblem(reply, 401, "invalid_token");
        assertThat(reply.header("WWW-Authenticate")).hasValue("Bearer error=\"invalid_token\"");
    }
}
