package dev.creditledger.commands.account;

import dev.creditledger.log.store.SnapshotStore;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots behind the back of the commands. The state is at hand, so nothing is read and replayed for one, as
 * Axon's snapshotter would. When it falls behind it leaves some out: losing a snapshot costs time, never truth.
 */
public final class SnapshotWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
    private static final int WAITING_MAX = 1_000;

    private final SnapshotStore store;
    private final ThreadPoolExecutor executor;

    public SnapshotWriter(SnapshotStore store) {
        this.store = store;
        this.executor = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                Thread.ofPlatform().name("ledger-snapshots").daemon().factory(),
                new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Where it writes to. */
    public SnapshotStore store() {
        return store;
    }

    /** Never blocks. */
    public void offer(AccountState state) {
        executor.execute(() -> write(state));
    }

    private void write(AccountState state) {
        try {
            store.store(state.account(), state.sequence());
        } catch (RuntimeException e) {
            LOG.warn("The snapshot of an account at sequence {} was not written: {}", state.sequence(), e.toString());
        }
    }

    /** Writes what waits, for a while. */
    @Override
    public void close() {
        executor.close();
    }
}
