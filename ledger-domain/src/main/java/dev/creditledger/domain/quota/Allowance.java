package dev.creditledger.domain.quota;

import java.time.Instant;
import java.util.Optional;

/**
 * How long a feature may run on.
 *
 * @param seconds from the instant at which it was asked for
 * @param bound the window that allows no more; empty: no quota does
 */
public record Allowance(long seconds, Optional<Bound> bound) {

    /**
     * @param used of the limit, reservations of other sessions included
     * @param renewsAt when the next window begins
     */
    public record Bound(Window window, long limit, long used, Instant renewsAt) {}

    public static final Allowance UNLIMITED = new Allowance(Long.MAX_VALUE, Optional.empty());

    /**
     * What limits leave from {@code now} on. A limit that reaches to the end of its window leaves what the next one
     * brings as well.
     *
     * @param reserved seconds that other sessions may still use
     */
    public static Allowance of(QuotaLimits limits, SecondsUsed used, long reserved, Instant now) {
        var least = UNLIMITED;
        for (var window : Window.values()) {
            var limit = limits.of(window);
            if (limit.isPresent()) {
                var taken = used.in(window, now) + reserved;
                var seconds = allowed(window, limit.get(), taken, used.in(window, window.endOf(now)) + reserved, now);
                if (seconds < least.seconds) {
                    least = new Allowance(
                            seconds, Optional.of(new Bound(window, limit.get(), taken, window.endOf(now))));
                }
            }
        }
        return least;
    }

    /** @param next what is taken of the window after it */
    private static long allowed(Window window, long limit, long taken, long next, Instant now) {
        var left = Math.max(0, limit - taken);
        var untilRenewal = window.secondsLeft(now);
        return left < untilRenewal ? left : untilRenewal + Math.max(0, limit - next);
    }
}
