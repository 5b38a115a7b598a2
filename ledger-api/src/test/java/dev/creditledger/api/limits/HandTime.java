package dev.creditledger.api.limits;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Time that is moved by hand. */
final class HandTime implements TimeMeter {

    private final AtomicLong nanos;

    HandTime(long millis) {
        nanos = new AtomicLong(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    @Override
    public long currentTimeNanos() {
        return nanos.get();
    }

    @Override
    public boolean isWallClockBased() {
        return true;
    }
}
