package dev.creditledger.projections.usage;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Days of a time zone.
 *
 * @param from first day
 * @param to last day
 */
public record DayRange(Optional<LocalDate> from, Optional<LocalDate> to, Calendar calendar) {

    boolean startsAfter(LocalDate day) {
        return from.isPresent() && from.get().isAfter(day);
    }
}
