package dev.creditledger.log.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/**
 * The key that wraps all others: 256 bits, kept outside the database. Whoever loses it loses all personal data in the
 * log, and with it the means to tell a retry from another request.
 */
public final class MasterKey {

    private final Aes key;

    private MasterKey(byte[] bytes) {
        key = new Aes(bytes);
    }

    /** @param base64 32 bytes in Base64 (RFC 4648 §4), as {@code openssl rand -base64 32} prints them */
    public static MasterKey parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != Aes.KEY_BYTES) {
            throw new IllegalArgumentException(
                    "the master key is not 32 bytes in Base64; make one with: openssl rand -base64 32");
        }
        return new MasterKey(bytes);
    }

    /** Reads a file that holds the key as {@link #parse} takes it. */
    public static MasterKey read(Path file) throws IOException {
        return parse(Files.readString(file, US_ASCII));
    }

    /** Reads the key from {@code file}; makes it at random, readable by its owner only, when there is none. */
    public static MasterKey readOrMake(Path file) throws IOException {
        if (!Files.exists(file)) {
            var bytes = new byte[Aes.KEY_BYTES];
            new SecureRandom().nextBytes(bytes);
            try (var channel = Files.newByteChannel(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(file))) {
                channel.write(US_ASCII.encode(Base64.getEncoder().encodeToString(bytes) + "\n"));
            } catch (FileAlreadyExistsException e) {
                return read(file);
            }
        }
        return read(file);
    }

    private static FileAttribute<?>[] ownerOnly(Path file) {
        var posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    byte[] wrap(byte[] bytes, String purpose) {
        return key.encrypt(bytes, purpose);
    }

    byte[] unwrap(byte[] wrapped, String purpose) {
        return key.decrypt(wrapped, purpose)
                .orElseThrow(() -> new WrongMasterKeyException(
                        "the master key did not wrap the keys in this database: configure the key that was in use"));
    }

    @Override
    public String toString() {
        return "MasterKey[hidden]";
    }
}
