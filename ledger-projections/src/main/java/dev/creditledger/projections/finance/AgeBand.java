package dev.creditledger.projections.finance;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** How long lots could be spent already, in days. */
public enum AgeBand {
    DAYS_0_TO_30(30),
    DAYS_31_TO_90(90),
    DAYS_91_TO_365(365),
    OVER_365_DAYS(Long.MAX_VALUE);

    private final long daysMax;

    AgeBand(long daysMax) {
        this.daysMax = daysMax;
    }

    /** A lot that can be spent from a later day on is as young as can be. */
    static AgeBand of(LocalDate since, LocalDate today) {
        var days = ChronoUnit.DAYS.between(since, today);
        for (var band : values()) {
            if (days <= band.daysMax) {
                return band;
            }
        }
        throw new IllegalStateException("no band for an age of " + days + " days");
    }
}
