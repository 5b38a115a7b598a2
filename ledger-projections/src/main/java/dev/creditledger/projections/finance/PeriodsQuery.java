package dev.creditledger.projections.finance;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.finance.ClosedPeriods;
import dev.creditledger.domain.finance.FinanceEvent.PeriodClosed;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.StoredEvent;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which periods are closed, and where in the log they end. The log itself tells: twelve events a year need no rows. */
public final class PeriodsQuery {

    private static final int CHUNK = 100;

    private final EventLog log;

    PeriodsQuery(EventLog log) {
        this.log = log;
    }

    /** A closed period and who closed it. */
    public record Closed(PeriodClosed event, Cause cause) {}

    /** In the order in which they were closed. */
    public List<Closed> closed() {
        var closed = new ArrayList<Closed>();
        for (var found = CHUNK; found == CHUNK; ) {
            var events = log.ofAggregate(ClosedPeriods.NAME, closed.size(), CHUNK);
            events.forEach(stored -> closed.add(closed(stored)));
            found = events.size();
        }
        return closed;
    }

    private static Closed closed(StoredEvent stored) {
        return new Closed((PeriodClosed) stored.event(), stored.cause());
    }

    /** The month in which the log begins; empty: nothing has happened yet. */
    public Optional<YearMonth> first() {
        return log.feed().bookedAt(1).map(time -> YearMonth.from(time.atOffset(ZoneOffset.UTC)));
    }

    /** Position of the log's last event. */
    public long head() {
        return log.head();
    }

    /** When the event at {@code position} was booked. */
    public Optional<Instant> bookedAt(long position) {
        return log.feed().bookedAt(position);
    }

    /** Where the log passes from before {@code end} to after it: the last position behind {@code after} that is before it. */
    public long lastBefore(Instant end, long after) {
        return log.feed().lastBookedBefore(end, after, log.head());
    }
}
