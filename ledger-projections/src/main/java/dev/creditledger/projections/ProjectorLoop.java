package dev.creditledger.projections;

import dev.creditledger.log.store.EventLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the rows up with the log, on a thread of its own: at once after an append of this process, and by looking every
 * while for those of others.
 */
final class ProjectorLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectorLoop.class);
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(5);

    private final Projector projector;
    private final ProjectionPosition position;
    private final Duration poll;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean wake;
    private volatile boolean running;
    private final AtomicInteger failures = new AtomicInteger();
    private @Nullable Thread thread;

    ProjectorLoop(Projector projector, ProjectionPosition position, EventLog log, Duration poll) {
        this.projector = projector;
        this.position = position;
        this.poll = poll;
        log.onAppend(_ -> wake());
    }

    @Override
    public synchronized void start() {
        if (!running) {
            running = true;
            thread = Thread.ofPlatform().name("projector").start(this::run);
        }
    }

    /** Finishes the batch that is under way. */
    @Override
    public synchronized void stop() {
        running = false;
        wake();
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before anybody asks for rows, and until after the last one has. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** How many times in a row it has failed: 0 is healthy. */
    int failures() {
        return failures.get();
    }

    private void run() {
        while (running) {
            try {
                var step = projector.step();
                failures.set(0);
                position.reached(step.position());
                if (!step.more()) {
                    pause(poll);
                }
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "the read side stands still, for the {}. time in a row: {}",
                        failures.incrementAndGet(),
                        Failure.described(e));
                pause(backOff());
            }
        }
    }

    private Duration backOff() {
        var doubled = poll.multipliedBy(1L << Math.min(failures.get(), 10));
        return doubled.compareTo(BACK_OFF_MAX) < 0 ? doubled : BACK_OFF_MAX;
    }

    private void wake() {
        lock.lock();
        try {
            wake = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Until something was appended, but not longer than {@code max}. */
    private void pause(Duration max) {
        var nanos = max.toNanos();
        lock.lock();
        try {
            while (!wake && running && nanos > 0) {
                nanos = woken.awaitNanos(nanos);
            }
            wake = false;
        } catch (InterruptedException e) {
            // Nobody interrupts this thread to stop it.
            LOG.warn("interrupted while waiting for events; going on");
        } finally {
            lock.unlock();
        }
    }
}
