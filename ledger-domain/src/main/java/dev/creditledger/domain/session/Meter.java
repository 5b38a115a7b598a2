package dev.creditledger.domain.session;

import java.time.Duration;
import java.time.Instant;

/**
 * The seconds for which somebody was connected.
 *
 * @param counted those that are recorded
 * @param countedTo until when they are
 * @param lastActivityAt until when somebody is known to have been connected; from {@code countedTo} on without a break
 */
public record Meter(long counted, Instant countedTo, Instant lastActivityAt) {

    static Meter from(Instant start) {
        return new Meter(0, start, start);
    }

    /** Whole seconds, with those that are not recorded yet. */
    public long seconds() {
        return counted + uncounted();
    }

    long uncounted() {
        return Duration.between(countedTo, lastActivityAt).toSeconds();
    }

    /** Somebody is there at {@code at}, and has been since they were last heard of. */
    Meter heard(Instant at) {
        return at.isAfter(lastActivityAt) ? new Meter(counted, countedTo, at) : this;
    }

    /** Somebody is there again at {@code at}, after a time that does not count. */
    Meter reconnected(Instant at) {
        return new Meter(counted, at.minusSeconds(uncounted()), at);
    }

    /** Somebody else counted {@code seconds} until {@code at}. */
    Meter told(long seconds, Instant at) {
        var more = Math.max(0, seconds - counted);
        return new Meter(counted, at.minusSeconds(more), at);
    }

    /** Recorded up to {@code seconds}: parts of a second wait for the next time. */
    Meter recorded(long seconds) {
        return new Meter(seconds, countedTo.plusSeconds(seconds - counted), lastActivityAt);
    }
}
