package dev.creditledger.api.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time (RFC 3339), or a day, which begins at midnight UTC. */
final class TimeOption implements ITypeConverter<Instant> {

    private static final int DAY_LENGTH = 10;

    @Override
    public Instant convert(String text) {
        try {
            return text.length() == DAY_LENGTH
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'" + text + "' is neither a time such as 2026-01-31T12:00:00Z nor a day such as 2026-01-31");
        }
    }
}
