package dev.creditledger.api.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where dev mode keeps everything: the database and its programs, keys and passwords. One running program owns it; the
 * operating system takes the lock back however that program ends.
 */
public final class DataDirectory implements AutoCloseable {

    private static final String LOCK_FILE = "lock";

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Makes the directory when it is not there, for its owner only, and claims it for this process.
     *
     * @throws CannotStart if another process has claimed it, or it cannot be written
     */
    public static DataDirectory claim(Path directory) {
        var root = directory.toAbsolutePath().normalize();
        try {
            Secrets.createDirectory(root);
            var lockFile = FileChannel.open(root.resolve(LOCK_FILE), CREATE, READ, WRITE);
            if (lock(lockFile) == null) {
                lockFile.close();
                throw new CannotStart(inUse(root));
            }
            lockFile.truncate(0);
            lockFile.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(UTF_8)));
            return new DataDirectory(root, lockFile);
        } catch (AccessDeniedException e) {
            throw new CannotStart(
                    "The data directory " + root + " is not this user's: " + e.getMessage()
                            + " cannot be written. Choose another with --data.",
                    e);
        } catch (FileAlreadyExistsException e) {
            throw new CannotStart("The data directory " + root + " cannot be made: there is a file of this name.", e);
        } catch (IOException e) {
            throw new CannotStart("The data directory " + root + " cannot be used: " + e, e);
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException claimedByThisProcess) {
            return null;
        }
    }

    private static String inUse(Path root) throws IOException {
        var owner = Files.readString(root.resolve(LOCK_FILE)).strip();
        return "Another ledger is running on the data directory " + root
                + (owner.isEmpty() ? "" : " (process " + owner + ")")
                + ". Stop it first, or choose another directory with --data.";
    }

    public Path root() {
        return root;
    }

    /** Files of this directory that only its owner may read: keys and passwords. */
    public Secrets secrets() {
        return secretsIn(root);
    }

    /** Like {@link #secrets}, of a directory that another process may have claimed. */
    public static Secrets secretsIn(Path root) {
        return new Secrets(root.resolve("keys"));
    }

    @Override
    public void close() {
        try {
            lockFile.truncate(0);
            lockFile.close();
        } catch (IOException e) {
            throw new IllegalStateException("the data directory " + root + " could not be given back", e);
        }
    }
}
