package dev.creditledger.benchmarks.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Access tokens under the key of a server in dev mode (RFC 7519), each for a subject of its own: a thousand of them from
 * the command line would take a thousand starts.
 */
final class UserTokens {

    private static final Duration VALID = Duration.ofHours(2);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String header;
    private final PrivateKey key;

    private UserTokens(String header, PrivateKey key) {
        this.header = header;
        this.key = key;
    }

    /** @param dataDirectory of a server that has started */
    static UserTokens of(Path dataDirectory) throws IOException {
        var jwk = JSON.readTree(dataDirectory.resolve("keys/dev-token-key.json").toFile());
        try {
            var key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new RSAPrivateCrtKeySpec(
                            number(jwk, "n"),
                            number(jwk, "e"),
                            number(jwk, "d"),
                            number(jwk, "p"),
                            number(jwk, "q"),
                            number(jwk, "dp"),
                            number(jwk, "dq"),
                            number(jwk, "qi")));
            var header = Map.of("alg", "RS256", "kid", jwk.path("kid").asString());
            return new UserTokens(part(JSON.writeValueAsBytes(header)), key);
        } catch (GeneralSecurityException e) {
            throw new IOException("the server's key for tokens cannot be read", e);
        }
    }

    private static BigInteger number(JsonNode jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(name).asString()));
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    String of(String role, String subject) {
        var now = Instant.now();
        var claims = Map.of(
                "iss",
                "urn:credit-ledger:dev",
                "aud",
                "credit-ledger",
                "sub",
                subject,
                "roles",
                List.of(role),
                "iat",
                now.getEpochSecond(),
                "exp",
                now.plus(VALID).getEpochSecond());
        var signed = header + '.' + part(JSON.writeValueAsBytes(claims));
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(UTF_8));
            return signed + '.' + part(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an RSA key signs", e);
        }
    }
}
