package dev.creditledger.domain.quota;

import java.time.Duration;
import java.time.Instant;

/**
 * How many seconds of a live feature an account has used, in the hour, day and month of the latest of them.
 *
 * @param until the end of the latest of them
 */
public record SecondsUsed(Instant until, long hour, long day, long month) {

    public static final SecondsUsed NONE = new SecondsUsed(Instant.EPOCH, 0, 0, 0);

    /** In the window that {@code now} lies in. */
    public long in(Window window, Instant now) {
        return window.startOf(until).equals(window.startOf(now)) ? counted(window) : 0;
    }

    private long counted(Window window) {
        return switch (window) {
            case HOUR -> hour;
            case DAY -> day;
            case MONTH -> month;
        };
    }

    /** With {@code seconds} more, the last of which ends at {@code end}: each counts in the window in which it lay. */
    public SecondsUsed plus(long seconds, Instant end) {
        var latest = end.isAfter(until) ? end : until;
        return new SecondsUsed(
                latest,
                after(Window.HOUR, seconds, end, latest),
                after(Window.DAY, seconds, end, latest),
                after(Window.MONTH, seconds, end, latest));
    }

    private long after(Window window, long seconds, Instant end, Instant latest) {
        var start = window.startOf(latest);
        var within = end.isBefore(start) ? 0 : Duration.between(start, end).toSeconds();
        return in(window, latest) + Math.min(seconds, within);
    }
}
