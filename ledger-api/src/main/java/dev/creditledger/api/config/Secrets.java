package dev.creditledger.api.config;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Keys and passwords made at random for one data directory, each in a file of its own that only its owner may read. */
public record Secrets(Path directory) {

    static final int KEY_BYTES = 32;

    private static final String DEV_MARK = "MADE_BY_DEV_MODE";
    private static final String MARK_TEXT =
            "The keys in this directory were made by dev mode. Production mode refuses them.\n";
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** The file of a random 256-bit key in Base64, made on first use. On disk before this returns: it must never be lost. */
    public Path keyFile(String name) {
        return file(name, Base64.getEncoder());
    }

    /** A random password, made on first use. */
    public String password(String name) {
        try {
            return Files.readString(file(name, Base64.getUrlEncoder().withoutPadding()), US_ASCII)
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String name, Base64.Encoder encoder) {
        var file = directory.resolve(name);
        if (Files.exists(file)) {
            return file;
        }
        var random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        replace(DEV_MARK, MARK_TEXT.getBytes(US_ASCII));
        return replace(name, encoder.encode(random));
    }

    /** Writes a file whole, or not at all, in place of an earlier one. On disk before this returns. */
    public Path replace(String name, byte[] content) {
        var file = directory.resolve(name);
        try {
            createDirectory(directory);
            var unfinished = directory.resolve(name + ".new");
            Files.deleteIfExists(unfinished);
            write(unfinished, content);
            Files.move(unfinished, file, ATOMIC_MOVE);
            syncDirectory(directory);
            return file;
        } catch (IOException e) {
            throw new CannotStart("The file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The file beside a key that says dev mode made it. */
    static Path devMark(Path key) {
        return key.resolveSibling(DEV_MARK);
    }

    private static void write(Path file, byte[] text) throws IOException {
        try (var channel = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), forOwnerOnly("rw-------"))) {
            channel.write(ByteBuffer.wrap(text));
            channel.force(true);
        }
    }

    /** A renamed file is only sure to be found again when its directory is on disk too. */
    private static void syncDirectory(Path directory) throws IOException {
        if (POSIX) {
            try (var channel = FileChannel.open(directory, READ)) {
                channel.force(true);
            }
        }
    }

    static void createDirectory(Path directory) throws IOException {
        Files.createDirectories(directory, forOwnerOnly("rwx------"));
    }

    private static FileAttribute<?>[] forOwnerOnly(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
