package dev.creditledger.benchmarks.contest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/** How far the read side is behind: how long what is in the log now takes until it is in the rows, asked again and again. */
public final class Lag implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(5);

    private final List<Duration> waits = new ArrayList<>();
    private final Thread asking;
    private volatile boolean closed;

    /**
     * @param head the last position in the log
     * @param shown waits until a position is in the rows, but not for ever; false: it was not
     */
    Lag(LongSupplier head, LongPredicate shown) {
        asking = Thread.ofPlatform().name("lag").start(() -> {
            while (!closed) {
                var begin = System.nanoTime();
                if (!shown.test(head.getAsLong())) {
                    throw new IllegalStateException("the read side does not catch up");
                }
                waits.add(Duration.ofNanos(System.nanoTime() - begin));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        });
    }

    /** The longest, once it is closed. */
    public double longestMillis() {
        return waits.stream().mapToLong(Duration::toNanos).max().orElse(0) / 1e6;
    }

    @Override
    public void close() {
        closed = true;
        try {
            asking.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
