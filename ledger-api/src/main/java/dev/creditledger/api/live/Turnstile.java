package dev.creditledger.api.live;

import dev.creditledger.api.problem.Problem;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets in a few at a time. When everybody comes back at once, after a restart, they must not take all connections to the
 * database away from the sessions that run, and from the write side.
 */
final class Turnstile {

    /** Less than there are connections to the database. */
    private static final int AT_ONCE = 8;

    private static final long PATIENCE_SECONDS = 5;

    private final Semaphore free = new Semaphore(AT_ONCE, true);

    /** @throws dev.creditledger.api.problem.ProblemException {@code overloaded}, after some seconds */
    <T> T pass(Supplier<T> through) {
        if (!isFree()) {
            throw Problem.OVERLOADED.here().retryAfter(PATIENCE_SECONDS);
        }
        try {
            return through.get();
        } finally {
            free.release();
        }
    }

    private boolean isFree() {
        try {
            return free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
