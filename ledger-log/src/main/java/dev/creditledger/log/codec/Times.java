package dev.creditledger.log.codec;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/** Times in RFC 3339 with exactly six decimals, in UTC. */
final class Times {

    private static final DateTimeFormatter FORM = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private Times() {}

    /** @throws IllegalArgumentException if the time is finer than a microsecond: it would not come back as it was */
    static String text(Instant time) {
        if (!time.equals(time.truncatedTo(ChronoUnit.MICROS))) {
            throw new IllegalArgumentException("the log keeps microseconds, this is finer: " + time);
        }
        return FORM.format(time);
    }

    static Instant parse(String text) {
        try {
            return FORM.parse(text, Instant::from);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a time in RFC 3339 with six decimals", e);
        }
    }
}
