package dev.creditledger.domain.quota;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A stretch of the calendar, in UTC, after which a quota begins anew. */
public enum Window {
    HOUR,
    DAY,
    MONTH;

    private static final long MILLIS_PER_SECOND = 1_000;

    /** The first instant of the one that {@code time} lies in. */
    public Instant startOf(Instant time) {
        return switch (this) {
            case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
            case DAY -> time.truncatedTo(ChronoUnit.DAYS);
            case MONTH ->
                time.atOffset(ZoneOffset.UTC)
                        .truncatedTo(ChronoUnit.DAYS)
                        .withDayOfMonth(1)
                        .toInstant();
        };
    }

    /** The first instant of the next one. */
    public Instant endOf(Instant time) {
        var start = startOf(time).atOffset(ZoneOffset.UTC);
        return switch (this) {
            case HOUR -> start.plusHours(1).toInstant();
            case DAY -> start.plusDays(1).toInstant();
            case MONTH -> start.plusMonths(1).toInstant();
        };
    }

    /** Whole seconds until the next one begins, rounded up. */
    long secondsLeft(Instant time) {
        return Math.ceilDiv(Duration.between(time, endOf(time)).toMillis(), MILLIS_PER_SECOND);
    }
}
