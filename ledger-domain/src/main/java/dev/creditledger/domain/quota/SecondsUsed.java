package dev.creditledger.domain.quota;

import java.time.Duration;
import java.time.Instant;

/**
 * How many seconds of a live feature an account has used: in the hour, day and month of the latest of them, and in those
 * before, since sessions are not all charged at the same time.
 *
 * @param until the end of the latest of them
 */
public record SecondsUsed(
        Instant until, long hour, long day, long month, long hourBefore, long dayBefore, long monthBefore) {

    public static final SecondsUsed NONE = new SecondsUsed(Instant.EPOCH, 0, 0, 0, 0, 0, 0);

    /** As far as the latest windows tell. */
    public static SecondsUsed latest(Instant until, long hour, long day, long month) {
        return new SecondsUsed(until, hour, day, month, 0, 0, 0);
    }

    /** In the window that {@code now} lies in; of one that is longer over it is not known, and it counts as used up. */
    public long in(Window window, Instant now) {
        var latest = window.startOf(until);
        if (!now.isBefore(latest)) {
            return now.isBefore(window.endOf(until)) ? counted(window) : 0;
        }
        return window.endOf(now).equals(latest) ? countedBefore(window) : QuotaLimits.SECONDS_MAX;
    }

    private long counted(Window window) {
        return switch (window) {
            case HOUR -> hour;
            case DAY -> day;
            case MONTH -> month;
        };
    }

    private long countedBefore(Window window) {
        return switch (window) {
            case HOUR -> hourBefore;
            case DAY -> dayBefore;
            case MONTH -> monthBefore;
        };
    }

    /** With {@code seconds} more, the last of which ends at {@code end}: each counts in the window in which it begins. */
    public SecondsUsed plus(long seconds, Instant end) {
        var latest = end.isAfter(until) ? end : until;
        return new SecondsUsed(
                latest,
                after(Window.HOUR, seconds, end, latest),
                after(Window.DAY, seconds, end, latest),
                after(Window.MONTH, seconds, end, latest),
                afterBefore(Window.HOUR, seconds, end, latest),
                afterBefore(Window.DAY, seconds, end, latest),
                afterBefore(Window.MONTH, seconds, end, latest));
    }

    private long after(Window window, long seconds, Instant end, Instant latest) {
        return in(window, latest) + since(window.startOf(latest), seconds, end);
    }

    private long afterBefore(Window window, long seconds, Instant end, Instant latest) {
        var start = window.startOf(latest);
        var before = start.minusNanos(1);
        return in(window, before) + since(window.startOf(before), seconds, end) - since(start, seconds, end);
    }

    /** How many of them begin at {@code start} or later. */
    private static long since(Instant start, long seconds, Instant end) {
        return end.isBefore(start)
                ? 0
                : Math.min(seconds, Duration.between(start, end).toSeconds());
    }
}
