package dev.creditledger.api.account;

import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Outcome.Unknown;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Waits for outcomes, but not for ever. A timed wait of a virtual thread wakes the thread that keeps the time, twice for
 * each request, and that cost more than reading the request: here one look a second serves all who wait.
 */
@Component
public final class Awaiting implements AutoCloseable {

    /** Longer than the write side tries. After that nobody knows, and says so. */
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** One of its own for each who waits. */
    private static final class Wait {
        private final CompletableFuture<Outcome> future;
        private final long since = System.nanoTime();

        Wait(CompletableFuture<Outcome> future) {
            this.future = future;
        }
    }

    private final Duration waitMax;
    private final Set<Wait> awaited = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ledger-awaiting").factory());

    @Autowired
    Awaiting() {
        this(WAIT_MAX, LOOK_EVERY);
    }

    Awaiting(Duration waitMax, Duration lookEvery) {
        this.waitMax = waitMax;
        var _ = timer.scheduleAtFixedRate(this::look, lookEvery.toNanos(), lookEvery.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Waits for it; a virtual thread that waits costs nothing. Who has waited for too long gives up for good: the future
     * itself says {@link Unknown} then, and what the write side has not decided by that time it no longer decides.
     */
    public Outcome outcome(CompletableFuture<Outcome> future) {
        var wait = new Wait(future);
        awaited.add(wait);
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unknown();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the write side failed", e.getCause());
        } finally {
            awaited.remove(wait);
        }
    }

    private void look() {
        var latest = System.nanoTime() - waitMax.toNanos();
        awaited.stream().filter(wait -> wait.since - latest < 0).forEach(wait -> wait.future.complete(new Unknown()));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
