package dev.creditledger.projections;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far the read side has come. The projector says so after each commit; readers wait for it here. */
public final class ProjectionPosition {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long position;
    private volatile Runnable hurry = () -> {};

    /** The last position that this node knows to be projected; the rows may be ahead of it, never behind. */
    public long current() {
        return position;
    }

    /**
     * Waits until the event at {@code atLeast} is projected.
     *
     * @param max how long to wait at most
     * @return whether it is
     */
    public boolean await(long atLeast, Duration max) {
        if (position >= atLeast) {
            return true;
        }
        hurry.run();
        var nanos = max.toNanos();
        lock.lock();
        try {
            while (position < atLeast) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = moved.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return position >= atLeast;
        } finally {
            lock.unlock();
        }
    }

    /** Called whenever somebody begins to wait. */
    void onWait(Runnable listener) {
        hurry = listener;
    }

    void reached(long projected) {
        if (projected == position) {
            return;
        }
        lock.lock();
        try {
            position = projected;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
