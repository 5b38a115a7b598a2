package dev.creditledger.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerifierFactory;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import java.security.Key;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/**
 * Says who stands behind an access token.
 *
 * <p>Validating a signature costs more than the rest of a request, and the same few tokens come again and again: a valid
 * one is remembered, by its whole text, until it expires, or for less where revocation matters. What is not valid is
 * never remembered.
 */
public final class AccessTokens implements AuthenticationManager {

    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);

    private final DefaultJWTProcessor<SecurityContext> signatures = new DefaultJWTProcessor<>();
    private final TokenClaims claims;
    private final InstantSource realClock;
    private final Cache<String, Validated> cache;

    private record Validated(CallerAuthentication authentication, Instant until) {}

    AccessTokens(
            JWKSource<SecurityContext> keys, TokenClaims claims, SecuritySettings settings, InstantSource realClock) {
        this.claims = claims;
        this.realClock = realClock;
        this.cache = Caffeine.newBuilder()
                .maximumSize(settings.cachedTokensMax())
                .expireAfterWrite(settings.revalidateAfter())
                .build();
        signatures.setJWSKeySelector(new TokenKeys(keys));
        signatures.setJWSVerifierFactory(new Verifiers());
        // RFC 9068 calls an access token at+jwt; many issuers call it JWT, or nothing.
        signatures.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        signatures.setJWTClaimsSetVerifier((_, _) -> {});
    }

    @Override
    public Authentication authenticate(Authentication presented) {
        return validated(((BearerTokenAuthenticationToken) presented).getToken());
    }

    /**
     * Who shows this token, where it does not come in a header.
     *
     * @throws ProblemException {@code invalid_token}, or {@code unavailable} when the issuer's keys cannot be had
     */
    public CallerAuthentication caller(String token) {
        try {
            return validated(token);
        } catch (TokenRefused refused) {
            throw refused.problem();
        }
    }

    private CallerAuthentication validated(String token) {
        var now = realClock.instant();
        var known = cache.getIfPresent(token);
        if (known == null || !now.isBefore(known.until)) {
            known = validate(token, now);
            cache.put(token, known);
        }
        return known.authentication;
    }

    private Validated validate(String token, Instant now) {
        try {
            var content = verified(token);
            var caller = claims.caller(content, now);
            var expiresAt = expiry(content);
            return new Validated(new CallerAuthentication(caller, expiresAt), expiresAt);
        } catch (TokenClaims.Unacceptable e) {
            throw new TokenRefused(Problem.INVALID_TOKEN.because(e.getMessage()));
        }
    }

    private JWTClaimsSet verified(String token) {
        try {
            return signatures.process(token, null);
        } catch (ParseException e) {
            throw new TokenRefused(Problem.INVALID_TOKEN.because("It is not a signed JWT."));
        } catch (BadJOSEException e) {
            throw new TokenRefused(
                    Problem.INVALID_TOKEN.because(
                            "Its signature is not one of this issuer, or not by an algorithm that counts (RS256, ES256, EdDSA)."));
        } catch (KeySourceException e) {
            LOG.error("The issuer's keys cannot be had, so no new token can be validated: {}", reason(e));
            throw new TokenRefused(Problem.UNAVAILABLE
                    .because("The issuer of tokens does not answer.")
                    .retryAfter(5));
        } catch (JOSEException e) {
            throw new TokenRefused(Problem.INVALID_TOKEN.because("Its signature cannot be checked."));
        }
    }

    private static String reason(KeySourceException e) {
        return e instanceof RateLimitReachedException
                ? "the issuer was asked a moment ago"
                : String.valueOf(e.getMessage());
    }

    private static Instant expiry(JWTClaimsSet content) {
        return content.getExpirationTime().toInstant();
    }

    private static final class Verifiers extends DefaultJWSVerifierFactory implements JWSVerifierFactory {
        @Override
        public com.nimbusds.jose.JWSVerifier createJWSVerifier(com.nimbusds.jose.JWSHeader header, Key key)
                throws JOSEException {
            return com.nimbusds.jose.JWSAlgorithm.EdDSA.equals(header.getAlgorithm())
                    ? new Ed25519Verification((PublicKey) key)
                    : super.createJWSVerifier(header, key);
        }
    }
}
