package dev.creditledger.benchmarks.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory for one run, on the disk that is to be measured, and what works in it. Nothing of either stays, also when
 * the run is broken off.
 */
public final class Workspace implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Workspace.class);

    private static final int DELETE_ATTEMPTS = 50;
    private static final Duration DELETE_AGAIN_AFTER = Duration.ofMillis(100);

    private final Path directory;
    private final Deque<AutoCloseable> inUse = new ArrayDeque<>();
    private final Thread whenBrokenOff = new Thread(this::clear, "clear-workspace");

    private Workspace(Path directory) {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(whenBrokenOff);
    }

    public static Workspace in(Path parent) {
        try {
            Files.createDirectories(parent);
            return new Workspace(Files.createTempDirectory(parent.toAbsolutePath(), "bench-"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a directory in " + parent, e);
        }
    }

    public Path directory() {
        return directory;
    }

    public Path resolve(String name) {
        return directory.resolve(name);
    }

    /** {@code resource} works in here: it is closed first, unless it was before. */
    public synchronized <T extends AutoCloseable> T use(T resource) {
        inUse.push(resource);
        return resource;
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(whenBrokenOff);
        } catch (IllegalStateException _) {
            // It is running.
        }
    }

    private synchronized void clear() {
        while (!inUse.isEmpty()) {
            try {
                inUse.pop().close();
            } catch (Exception e) {
                LOG.error("While clearing {}", directory, e);
            }
        }
        for (var attempt = 1; attempt <= DELETE_ATTEMPTS && Files.exists(directory); attempt++) {
            delete();
        }
    }

    /** A database that is stopping may still write. */
    private void delete() {
        try {
            Files.walkFileTree(directory, new Deleting());
        } catch (IOException _) {
            LockSupport.parkNanos(DELETE_AGAIN_AFTER.toNanos());
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        /** A server that ends meanwhile removes files of its own. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
        }
    }
}
