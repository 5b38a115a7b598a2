package dev.creditledger.projections.usage;

import java.time.Instant;

/** Quarters of an hour, counted since 1970 (UTC). Days of nearly all time zones consist of whole ones. */
final class Quarter {

    static final int SECONDS = 900;

    private Quarter() {}

    /** The one that {@code time} lies in. */
    static int of(Instant time) {
        return Math.toIntExact(Math.floorDiv(time.getEpochSecond(), SECONDS));
    }

    static Instant start(int quarter) {
        return Instant.ofEpochSecond((long) quarter * SECONDS);
    }
}
