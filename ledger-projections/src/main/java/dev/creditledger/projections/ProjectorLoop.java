package dev.creditledger.projections;

import dev.creditledger.log.store.EventLog;
import dev.creditledger.projections.Projector.Step;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the rows up with the log, on a thread of its own: after an append of this process, and by looking every while for
 * those of others. Under load it lets events come together before it takes them, as a small batch costs nearly as much as a
 * large one, unless somebody waits for them: it rests three times as long as the last batch took, within bounds, so that
 * batches grow with the load and with whatever else wants the processor.
 */
final class ProjectorLoop implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectorLoop.class);
    private static final Duration BACK_OFF_MAX = Duration.ofSeconds(5);

    /** A batch of so many events is a sign of load. */
    private static final int LOAD = 16;

    private static final int REST = 3;

    private final Projector projector;
    private final ProjectionPosition position;
    private final ProjectionSettings settings;
    private final AtomicInteger failures = new AtomicInteger();
    private final LongAdder events = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signal = lock.newCondition();
    /** Last position that this process appended, and what of it the step under way has seen. */
    private long appended;

    private long seen;
    private boolean urgent;
    private volatile boolean running;
    private @Nullable Thread thread;

    ProjectorLoop(Projector projector, ProjectionPosition position, EventLog log, ProjectionSettings settings) {
        this.projector = projector;
        this.position = position;
        this.settings = settings;
        log.onAppend(this::appended);
        position.onWait(this::hurry);
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
        hurry();
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

    /** How many it has dealt with since it was made. */
    long events() {
        return events.sum();
    }

    private void run() {
        while (running) {
            look();
            try {
                var start = System.nanoTime();
                var step = projector.step();
                var took = Duration.ofNanos(System.nanoTime() - start);
                failures.set(0);
                events.add(step.events());
                position.reached(step.position());
                pauseAfter(step, took);
            } catch (RuntimeException | Error e) {
                LOG.error(
                        "the read side stands still, for the {}. time in a row: {}",
                        failures.incrementAndGet(),
                        Failure.described(e));
                pause(backOff(), () -> false);
            }
        }
    }

    private void pauseAfter(Step step, Duration took) {
        switch (step.next()) {
            case AT_ONCE -> {}
            case UPON_APPEND -> {
                pause(settings.poll(), () -> urgent || appended != seen);
                if (step.events() >= LOAD) {
                    pause(rest(took), () -> urgent || behind() >= settings.batchMax());
                }
            }
            case LATER -> pause(settings.poll(), () -> urgent);
        }
    }

    private Duration rest(Duration took) {
        var rest = took.multipliedBy(REST);
        return rest.compareTo(settings.linger()) < 0
                ? settings.linger()
                : rest.compareTo(settings.lingerMax()) > 0 ? settings.lingerMax() : rest;
    }

    private Duration backOff() {
        var doubled = settings.poll().multipliedBy(1L << Math.min(failures.get(), 10));
        return doubled.compareTo(BACK_OFF_MAX) < 0 ? doubled : BACK_OFF_MAX;
    }

    /** What comes after this is news: whether an append or somebody who waits. */
    private void look() {
        lock.lock();
        try {
            seen = appended;
            urgent = false;
        } finally {
            lock.unlock();
        }
    }

    private void appended(long head) {
        lock.lock();
        try {
            var news = appended == seen;
            appended = Math.max(appended, head);
            // Every append calls here: wake the thread for those only that change what it does.
            if (news || behind() >= settings.batchMax()) {
                signal.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void hurry() {
        lock.lock();
        try {
            urgent = true;
            signal.signal();
        } finally {
            lock.unlock();
        }
    }

    private long behind() {
        return appended - position.current();
    }

    private void pause(Duration max, BooleanSupplier over) {
        lock.lock();
        try {
            var nanos = max.toNanos();
            while (running && !over.getAsBoolean() && nanos > 0) {
                nanos = signal.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread to stop it.
            LOG.warn("interrupted while waiting for events; going on");
        } finally {
            lock.unlock();
        }
    }
}
