package dev.creditledger.projections.simulation;

import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.simulation.Assumptions;
import dev.creditledger.domain.simulation.Simulation;
import dev.creditledger.domain.simulation.SimulationReport;
import dev.creditledger.domain.simulation.SimulationTooLargeException;
import dev.creditledger.domain.simulation.Timespan;
import dev.creditledger.log.codec.UnknownEventTypeException;
import dev.creditledger.log.codec.UnreadableEventException;
import dev.creditledger.log.store.EventFeed;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.FeedEvent;
import dev.creditledger.log.store.LogUnavailableException;
import dev.creditledger.projections.ReadAhead;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/** Replays the log from its first event to the last one that was booked within the time that is simulated. */
public final class Simulator {

    /** As a rebuild reads them. */
    private static final int CHUNK = 2_000;

    /** By so much events may stand out of the order of their times: what clocks of nodes differ by, and what appends take. */
    private static final Duration OUT_OF_ORDER_MAX = Duration.ofMinutes(1);

    private final EventLog log;
    private final EventFeed feed;

    public Simulator(EventLog log) {
        this.log = log;
        this.feed = log.feed();
    }

    /** Is told every few thousand events how far it is. */
    @FunctionalInterface
    public interface Progress {
        void at(long position, long last);
    }

    /**
     * @param listedMax of the accounts that run out
     * @throws CannotSimulateException if the log cannot be read, or there is too much in it
     */
    public SimulationReport simulate(Assumptions assumed, Timespan time, int listedMax, Progress progress) {
        try (var ahead = new ReadAhead(feed, CHUNK)) {
            var last = feed.lastBookedBefore(time.to().plus(OUT_OF_ORDER_MAX), 0, log.head());
            var simulation = new Simulation(assumed, time, listedMax, reversed());
            for (var position = 0L; position < last; ) {
                var events = ahead.after(position, (int) Math.min(CHUNK, last - position), last);
                refuseGap(position, events);
                events.forEach(event -> take(event, time, simulation));
                position += events.size();
                progress.at(position, last);
            }
            return simulation.report();
        } catch (LogUnavailableException | SimulationTooLargeException e) {
            throw new CannotSimulateException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void take(FeedEvent stored, Timespan time, Simulation simulation) {
        try {
            if (stored.event() instanceof BoundEvent event && event.bookedAt().isBefore(time.to())) {
                simulation.take(event);
            }
        } catch (UnknownEventTypeException | UnreadableEventException e) {
            throw new CannotSimulateException(
                    "the event at position " + stored.position() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void refuseGap(long position, List<FeedEvent> events) {
        if (events.isEmpty() || events.getLast().position() != position + events.size()) {
            throw new IllegalStateException("the log has a gap after position " + position);
        }
    }

    private LongPredicate reversed() {
        var hashes = feed.followedUp(Simulation.SIZE_MAX + 1);
        if (hashes.length > Simulation.SIZE_MAX) {
            throw SimulationTooLargeException.ofReversals();
        }
        return hash -> Arrays.binarySearch(hashes, hash) >= 0;
    }
}
