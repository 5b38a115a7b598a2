package dev.creditledger.api.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.domain.Cause.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import tools.jackson.databind.json.JsonMapper;

/** Tokens of an issuer that publishes its keys, and what is remembered of them. */
class AccessTokensTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final ConcurrentMap<String, String> pages = new ConcurrentHashMap<>();
    private HttpServer issuer;
    private RSAKey key;

    @BeforeEach
    void start_an_issuer() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("one").generate();
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/", exchange -> {
            var page = pages.get(exchange.getRequestURI().getPath());
            var body = page == null ? new byte[0] : page.getBytes(UTF_8);
            exchange.sendResponseHeaders(page == null ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
        pages.put("/.well-known/openid-configuration", "{\"jwks_uri\":\"" + url() + "/keys\"}");
        pages.put("/keys", new JWKSet(key).toPublicJWKSet().toString());
    }

    @AfterEach
    void stop_the_issuer() {
        issuer.stop(0);
    }

    @Test
    void the_keys_are_found_where_the_issuer_says() throws JOSEException {
        assertThat(tokens().authenticate(token(NOON.plusSeconds(60))))
                .isInstanceOfSatisfying(CallerAuthentication.class, authentication -> {
                    assertThat(authentication.caller().subject()).hasToString("alice");
                    assertThat(authentication.caller().roles()).containsExactly(Role.USER);
                    assertThat(authentication.toString()).doesNotContain("alice@");
                });
    }

    @Test
    void an_issuer_that_does_not_answer_is_no_fault_of_the_token() throws JOSEException {
        pages.clear();

        var tokens = tokens();
        assertRefused(tokens, token(NOON.plusSeconds(60)), Problem.UNAVAILABLE);
    }

    @Test
    void an_issuer_that_never_answered_is_no_fault_of_a_token_however_often_it_comes() throws JOSEException {
        pages.clear();

        var tokens = tokens();
        for (var attempt = 0; attempt < 10; attempt++) {
            assertRefused(tokens, token(NOON.plusSeconds(60)), Problem.UNAVAILABLE);
        }
    }

    @Test
    void a_token_signed_with_a_key_that_the_issuer_does_not_have_is_bad_however_often_it_comes() throws JOSEException {
        var stranger = new RSAKeyGenerator(2048).keyID("another").generate();

        var tokens = tokens();
        for (var attempt = 0; attempt < 10; attempt++) {
            assertRefused(tokens, token(stranger, NOON.plusSeconds(60)), Problem.INVALID_TOKEN);
        }
        assertThat(tokens.authenticate(token(NOON.plusSeconds(60))).isAuthenticated())
                .isTrue();
    }

    @Test
    void the_keys_that_were_had_count_while_the_issuer_is_down() throws JOSEException {
        var stranger = new RSAKeyGenerator(2048).keyID("another").generate();
        var tokens = tokens();
        tokens.authenticate(token(NOON.plusSeconds(60)));
        pages.clear();

        for (var attempt = 0; attempt < 10; attempt++) {
            assertRefused(tokens, token(stranger, NOON.plusSeconds(60)), Problem.INVALID_TOKEN);
        }
        assertThat(tokens.authenticate(token(NOON.plusSeconds(70))).isAuthenticated())
                .isTrue();
    }

    @Test
    void a_key_that_the_issuer_made_since_is_asked_for() throws JOSEException {
        var tokens = tokens();
        tokens.authenticate(token(NOON.plusSeconds(60)));
        var next = new RSAKeyGenerator(2048).keyID("two").generate();
        pages.put("/keys", new JWKSet(next).toPublicJWKSet().toString());

        assertThat(tokens.authenticate(token(next, NOON.plusSeconds(60))).isAuthenticated())
                .isTrue();
    }

    @Test
    void a_token_that_was_validated_is_remembered_until_it_expires() throws JOSEException {
        var tokens = tokens();
        var token = token(NOON.plusSeconds(60));
        var first = tokens.authenticate(token);

        assertThat(tokens.authenticate(token)).isSameAs(first);
        now.set(NOON.plusSeconds(59));
        assertThat(tokens.authenticate(token)).isSameAs(first);
        now.set(NOON.plusSeconds(60));
        assertRefused(tokens, token, Problem.INVALID_TOKEN);
    }

    @Test
    void a_token_that_was_refused_is_looked_at_again() throws JOSEException {
        var tokens = tokens();
        var token = token(NOON.plusSeconds(60));
        now.set(NOON.plusSeconds(61));
        assertRefused(tokens, token, Problem.INVALID_TOKEN);

        now.set(NOON);
        assertThat(tokens.authenticate(token).isAuthenticated()).isTrue();
    }

    private AccessTokens tokens() {
        var settings = new SecuritySettings(
                Optional.of(url()), "credit-ledger", Optional.empty(), false, false, Duration.ofMinutes(5), 100);
        return new AccessTokens(
                IssuerKeys.of(settings, JsonMapper.shared()),
                new TokenClaims(url(), "credit-ledger", false, false),
                settings,
                now::get);
    }

    private BearerTokenAuthenticationToken token(Instant expiry) throws JOSEException {
        return token(key, expiry);
    }

    private BearerTokenAuthenticationToken token(RSAKey signer, Instant expiry) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(signer.getKeyID())
                .build();
        var token = new SignedJWT(
                header,
                new JWTClaimsSet.Builder()
                        .issuer(url())
                        .audience("credit-ledger")
                        .subject("alice")
                        .claim("roles", List.of("user"))
                        .expirationTime(Date.from(expiry))
                        .build());
        token.sign(new RSASSASigner(signer));
        return new BearerTokenAuthenticationToken(token.serialize());
    }

    private String url() {
        return "http://127.0.0.1:" + issuer.getAddress().getPort();
    }

    private static void assertRefused(AccessTokens tokens, BearerTokenAuthenticationToken token, Problem problem) {
        assertThatExceptionOfType(TokenRefused.class)
                .isThrownBy(() -> tokens.authenticate(token))
                .satisfies(refused -> assertThat(refused.problem().problem()).isEqualTo(problem));
    }
}
