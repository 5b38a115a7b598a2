package dev.creditledger.benchmarks.load;

import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What one round of load came to.
 *
 * @param calls answered
 * @param accepted commands in them that were accepted
 * @param undone calls that were due and never made: those before them took too long
 * @param elapsed from the first call to the last answer
 * @param micros latency of the calls in microseconds
 */
public record Measured(long calls, long accepted, long undone, Duration elapsed, Histogram micros) {

    private static final int DIGITS = 3;

    public double callsPerSecond() {
        return calls / seconds();
    }

    public double acceptedPerSecond() {
        return accepted / seconds();
    }

    private double seconds() {
        return elapsed.toNanos() / 1e9;
    }

    /** @param percentile 0 to 100 */
    public long latencyMicros(double percentile) {
        return micros.getValueAtPercentile(percentile);
    }

    /** The same, with something that took {@code more} time after the last answer. */
    public Measured longerBy(Duration more) {
        return new Measured(calls, accepted, undone, elapsed.plus(more), micros);
    }

    /** All callers of one round together. */
    static Measured of(List<Measured> callers) {
        var calls = 0L;
        var accepted = 0L;
        var undone = 0L;
        var longest = Duration.ZERO;
        var all = new Histogram(DIGITS);
        for (var caller : callers) {
            calls += caller.calls;
            accepted += caller.accepted;
            undone += caller.undone;
            longest = longest.compareTo(caller.elapsed) < 0 ? caller.elapsed : longest;
            all.add(caller.micros);
        }
        return new Measured(calls, accepted, undone, longest, all);
    }

    /** Latencies of several rounds together. */
    public static Histogram latencies(List<Measured> rounds) {
        var all = new Histogram(DIGITS);
        rounds.forEach(round -> all.add(round.micros));
        return all;
    }

    /** Counts for one caller: used by one thread. */
    static final class Tally {
        private final Histogram micros = new Histogram(DIGITS);
        private long accepted;
        private long undone;

        void add(int commands, long nanos) {
            accepted += commands;
            micros.recordValue(Math.max(0, nanos / 1000));
        }

        /** It was due {@code nanos} ago, and is not made any more. */
        void leave(long nanos) {
            undone++;
            micros.recordValue(Math.max(0, nanos / 1000));
        }

        Measured measured(long nanos) {
            return new Measured(micros.getTotalCount() - undone, accepted, undone, Duration.ofNanos(nanos), micros);
        }
    }
}
