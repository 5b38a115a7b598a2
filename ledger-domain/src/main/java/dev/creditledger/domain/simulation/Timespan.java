package dev.creditledger.domain.simulation;

import java.time.Instant;

/**
 * The time that is simulated, by when events were booked.
 *
 * @param to not a part of it any more
 */
public record Timespan(Instant from, Instant to) {

    public Timespan {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("what is simulated begins before it ends");
        }
    }

    boolean contains(Instant time) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
