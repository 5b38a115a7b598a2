package dev.creditledger.api;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory as another one is now: databases look at who may read their files, and keys should be nobody else's. */
public final class DirectoryCopy {

    private DirectoryCopy() {}

    /** @param to not there yet, but the directory that it will be in */
    public static void make(Path from, Path to) {
        try (var paths = Files.walk(from)) {
            for (var path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path)), COPY_ATTRIBUTES, NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
