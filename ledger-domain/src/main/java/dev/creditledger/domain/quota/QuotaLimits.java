package dev.creditledger.domain.quota;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How many seconds of a live feature one account may use in each window.
 *
 * @param seconds 0 to {@value #SECONDS_MAX}; a window that is not named is not limited
 */
public record QuotaLimits(Map<Window, Long> seconds) {

    /** More than a month has, with twenty sessions at a time. */
    public static final long SECONDS_MAX = 100_000_000;

    public static final QuotaLimits NONE = new QuotaLimits(Map.of());

    public QuotaLimits {
        seconds = Map.copyOf(seconds);
        seconds.forEach((window, limit) -> {
            if (limit < 0 || limit > SECONDS_MAX) {
                throw new IllegalArgumentException(
                        "a quota lies between 0 and " + SECONDS_MAX + " seconds, this is " + limit + " a " + window);
            }
        });
    }

    public Optional<Long> of(Window window) {
        return Optional.ofNullable(seconds.get(window));
    }

    /** With {@code others} in the place of those that they name. */
    public QuotaLimits with(QuotaLimits others) {
        if (others.seconds.isEmpty()) {
            return this;
        }
        var all = new EnumMap<Window, Long>(Window.class);
        all.putAll(seconds);
        all.putAll(others.seconds);
        return new QuotaLimits(all);
    }
}
