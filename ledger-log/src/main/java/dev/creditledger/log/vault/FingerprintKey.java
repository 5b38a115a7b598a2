package dev.creditledger.log.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;

/** The ledger's own key for HMAC-SHA-256 (RFC 2104) over requests: equal requests, equal fingerprints, and no way back. */
final class FingerprintKey {

    private static final String NAME = "request-fingerprint";
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac keyed;

    private FingerprintKey(byte[] key) throws GeneralSecurityException {
        keyed = Mac.getInstance(ALGORITHM);
        keyed.init(new SecretKeySpec(key, ALGORITHM));
    }

    /** Reads the key; makes it at random when this database has none yet. */
    static FingerprintKey open(DataSource dataSource, MasterKey masterKey) {
        try (var connection = dataSource.getConnection()) {
            var wrapped = read(connection);
            if (wrapped.isEmpty()) {
                add(connection, masterKey.wrap(Aes.randomKey(), NAME));
                wrapped = read(connection);
            }
            return new FingerprintKey(masterKey.unwrap(wrapped.orElseThrow(), NAME));
        } catch (SQLException e) {
            throw new VaultUnavailableException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static Optional<byte[]> read(Connection connection) throws SQLException {
        try (var read = connection.prepareStatement("SELECT wrapped FROM vault.secret WHERE name = ?")) {
            read.setString(1, NAME);
            try (var result = read.executeQuery()) {
                return result.next() ? Optional.of(result.getBytes(1)) : Optional.empty();
            }
        }
    }

    /** Another node may be first: then its key is the one. */
    private static void add(Connection connection, byte[] wrapped) throws SQLException {
        try (var add = connection.prepareStatement(
                "INSERT INTO vault.secret (name, wrapped) VALUES (?, ?) ON CONFLICT (name) DO NOTHING")) {
            add.setString(1, NAME);
            add.setBytes(2, wrapped);
            add.executeUpdate();
        }
    }

    /** 43 characters of Base64url (RFC 4648 §5) without padding. */
    String of(String request) {
        try {
            // A clone carries the key already set up, and belongs to this thread alone.
            var mac = (Mac) keyed.clone();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(request.getBytes(UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("this platform's " + ALGORITHM + " cannot be cloned", e);
        }
    }
}
