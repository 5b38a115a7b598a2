package dev.creditledger.benchmarks.load;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes callers when their next calls are due, about {@value #TICK_NANOS} ns late at most. A timed wait of its own for each call
 * would cost more than the call: it wakes the thread that keeps the time of virtual threads, twice.
 */
final class Metronome implements AutoCloseable {

    private static final long TICK_NANOS = 200_000;

    private static final class Sleeper {
        private final Thread thread = Thread.currentThread();
        private final long due;

        Sleeper(long due) {
            this.due = due;
        }
    }

    private final Set<Sleeper> sleepers = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofPlatform().daemon().name("metronome").unstarted(this::tick);
    private volatile boolean closed;

    private Metronome() {}

    static Metronome start() {
        var metronome = new Metronome();
        metronome.thread.start();
        return metronome;
    }

    /** @param due by {@link System#nanoTime}; returns at once if that is over */
    void awaitUntil(long due) throws InterruptedException {
        if (System.nanoTime() - due >= 0) {
            return;
        }
        var sleeper = new Sleeper(due);
        sleepers.add(sleeper);
        try {
            while (System.nanoTime() - due < 0) {
                LockSupport.park(this);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        } finally {
            sleepers.remove(sleeper);
        }
    }

    private void tick() {
        while (!closed) {
            LockSupport.parkNanos(TICK_NANOS);
            var now = System.nanoTime();
            for (var sleeper : sleepers) {
                if (now - sleeper.due >= 0) {
                    LockSupport.unpark(sleeper.thread);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
