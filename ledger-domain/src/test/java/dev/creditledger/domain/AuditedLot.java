package dev.creditledger.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/** A lot as those keep it who give a second opinion: mutable, counting in bare millionths and microseconds. */
public final class AuditedLot {

    public static final long NEVER = Long.MAX_VALUE;

    /** The order in which lots are spent. */
    public static final Comparator<AuditedLot> FIRST_SPENT = Comparator.<AuditedLot>comparingInt(lot -> lot.priority)
            .thenComparingLong(lot -> lot.until)
            .thenComparingLong(lot -> lot.from)
            .thenComparingInt(lot -> lot.order);

    public String id = "";
    public int order;
    public int priority;
    public long from;
    public long until = NEVER;
    public long free;
    public long held;
    public boolean waits;
    public boolean paid;
    public boolean revoked;

    public static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    public AuditedLot copy() {
        var copy = new AuditedLot();
        copy.id = id;
        copy.order = order;
        copy.priority = priority;
        copy.from = from;
        copy.until = until;
        copy.free = free;
        copy.held = held;
        copy.waits = waits;
        copy.paid = paid;
        copy.revoked = revoked;
        return copy;
    }
}
