package dev.creditledger.projections.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The days of a time zone, as quarters of an hour. */
public record Calendar(ZoneId zone) {

    public static final Calendar UTC = new Calendar(ZoneOffset.UTC);

    /** @throws UnevenDays if all days of the zone are uneven; for one that changed its ways it depends on the day */
    public Calendar {
        if (zone.getRules().isFixedOffset()) {
            requireEven(zone.getRules().getOffset(Instant.EPOCH).getTotalSeconds());
        }
    }

    /** The quarter with which the day begins. */
    int start(LocalDate day) {
        var start = day.atStartOfDay(zone).toInstant();
        requireEven(start.getEpochSecond());
        return Quarter.of(start);
    }

    /** The first quarter after the day. */
    int end(LocalDate day) {
        return start(day.plusDays(1));
    }

    LocalDate day(int quarter) {
        return LocalDate.ofInstant(Quarter.start(quarter), zone);
    }

    private static void requireEven(long seconds) {
        if (seconds % Quarter.SECONDS != 0) {
            throw new UnevenDays();
        }
    }
}
