package dev.creditledger.api.database;

import dev.creditledger.domain.dispatch.Refusal;
import java.io.IOException;
import java.nio.file.FileStore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses writes while the disk is nearly full, so that the database never meets a full one: without room for its
 * write-ahead log it stops altogether, and with it all reading. Writing goes on by itself once there is room again.
 */
final class DiskRoom implements Refusal {

    static final String FULL = "disk_full";

    private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final FileStore disk;
    private final long reserveBytes;
    private final AtomicLong lookAgainAt = new AtomicLong(System.nanoTime());
    private volatile boolean full;

    DiskRoom(FileStore disk, long reserveBytes) {
        this.disk = disk;
        this.reserveBytes = reserveBytes;
    }

    @Override
    public Optional<String> now() {
        glance();
        return full ? Optional.of(FULL) : Optional.empty();
    }

    /** Often enough that what is written in between fits into the reserve many times over. */
    private void glance() {
        var due = lookAgainAt.get();
        if (System.nanoTime() - due < 0 || !lookAgainAt.compareAndSet(due, System.nanoTime() + GLANCE_NANOS)) {
            return;
        }
        try {
            var before = full;
            full = disk.getUsableSpace() < reserveBytes;
            if (full && !before) {
                LOG.error("The disk is full: writes are refused until {} MB are free", reserveBytes >> 20);
            } else if (before && !full) {
                LOG.warn("There is room on the disk again: writes are taken");
            }
        } catch (IOException e) {
            LOG.warn("The free space of the disk cannot be told", e);
        }
    }
}
