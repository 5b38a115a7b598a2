package dev.creditledger.api.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.creditledger.domain.Cause.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * The key with which dev mode signs its own access tokens: random, one per data directory, readable by its owner only.
 * Production knows nothing of it.
 */
public final class DevTokenKey {

    public static final String ISSUER = "urn:credit-ledger:dev";

    public static final String AUDIENCE = "credit-ledger";

    private static final String FILE = "dev-token-key.json";
    private static final int BITS = 2048;

    private final RSAKey key;

    private DevTokenKey(RSAKey key) {
        this.key = key;
    }

    /** The key kept in the directory; made if there is none yet. Safe for several processes at once. */
    public static DevTokenKey in(Path dataDirectory) {
        var file = dataDirectory.resolve("keys").resolve(FILE);
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return new DevTokenKey(RSAKey.parse(Files.readString(file)));
        } catch (ParseException | JOSEException e) {
            throw new IllegalStateException(
                    "the dev token key in " + file + " is damaged: delete the file and get new tokens", e);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read or write the dev token key in " + file, e);
        }
    }

    /** Written whole under another name first: whoever sees the file sees all of it. */
    private static void make(Path file) throws IOException, JOSEException {
        Files.createDirectories(file.resolveSibling("").toAbsolutePath(), ownerOnly(file, "rwx------"));
        var key = new RSAKeyGenerator(BITS)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .keyIDFromThumbprint(true)
                .generate();
        var draft = file.resolveSibling(FILE + '.' + UUID.randomUUID());
        try {
            try (var channel = Files.newByteChannel(draft, Set.of(CREATE_NEW, WRITE), ownerOnly(file, "rw-------"))) {
                channel.write(ByteBuffer.wrap(key.toJSONString().getBytes(UTF_8)));
            }
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // another process was first: its key counts
        } catch (UnsupportedOperationException e) {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path file, String permissions) {
        var posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** An access token that this server believes for {@code ttl} from now on. */
    public String sign(Role role, String subject, Duration ttl) {
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .claim("roles", List.of(role.name().toLowerCase(Locale.ROOT)))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(ttl)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        var token = new SignedJWT(header, claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("an RSA key signs", e);
        }
        return token.serialize();
    }

    JWKSet publicKeys() {
        return new JWKSet(key.toPublicJWK());
    }
}
