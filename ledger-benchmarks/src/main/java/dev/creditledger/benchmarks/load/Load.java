package dev.creditledger.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * So many callers at once, each waiting for its answer before it calls again.
 *
 * @param ratePerSecond of all callers together; empty: as fast as the answers come. With a rate, latency counts from the
 *     instant at which a call was due, so that a stall is seen by all the calls that it delays
 */
public record Load(int callers, Duration duration, OptionalDouble ratePerSecond) {

    /** Who is late by this, or by as long as all was to take, does not catch up any more when the time is over. */
    private static final Duration LATE_MAX = Duration.ofSeconds(10);

    /** A call that takes longer than this has hung. */
    private static final Duration CALL_MAX = Duration.ofMinutes(4);

    public static Load asFastAsAnswersCome(int callers, Duration duration) {
        return new Load(callers, duration, OptionalDouble.empty());
    }

    /**
     * Callers are virtual threads, like the requests of the server: on a platform thread for each, half of a command's cost
     * would be waking its caller.
     *
     * @param callsOf makes the call of the caller with this number, from 0
     */
    public Measured run(IntFunction<Call> callsOf) {
        var factory = Thread.ofVirtual().name("caller-", 0).factory();
        if (ratePerSecond.isEmpty()) {
            return run(factory, callsOf, _ -> {});
        }
        try (var metronome = Metronome.start()) {
            return run(factory, callsOf, metronome::awaitUntil);
        }
    }

    /** Callers that wait for a socket each: on virtual threads they would wait twice, for a poller and for their turn. */
    public Measured runOnSockets(IntFunction<Call> callsOf) {
        return run(Thread.ofPlatform().daemon().name("caller-", 0).factory(), callsOf, Load::sleepUntil);
    }

    /** How a caller waits until its next call is due. */
    @FunctionalInterface
    private interface Waiting {
        void until(long due) throws InterruptedException;
    }

    /** The kernel keeps the time of a platform thread: nobody else has to wake up for it. */
    private static void sleepUntil(long due) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
    }

    private Measured run(ThreadFactory factory, IntFunction<Call> callsOf, Waiting waiting) {
        var calls = IntStream.range(0, callers).mapToObj(callsOf).toList();
        var start = new CountDownLatch(1);
        // Not closed: that would wait for a caller that hangs.
        var threads = Executors.newThreadPerTaskExecutor(factory);
        try {
            var running = IntStream.range(0, callers)
                    .mapToObj(number -> threads.submit(() -> {
                        start.await();
                        return new Caller(number, calls.get(number), waiting).work();
                    }))
                    .toList();
            start.countDown();
            return Measured.of(finished(running));
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Measured> finished(List<Future<Measured>> running) {
        var end = System.nanoTime() + duration.plus(CALL_MAX).toNanos();
        return running.stream().map(future -> get(future, end)).toList();
    }

    private static Measured get(Future<Measured> future, long end) {
        try {
            return future.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a caller failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("a call hangs for more than " + CALL_MAX, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for callers", e);
        }
    }

    private final class Caller {
        private final int number;
        private final Call call;
        private final Waiting waiting;
        private final Measured.Tally tally = new Measured.Tally();

        Caller(int number, Call call, Waiting waiting) {
            this.number = number;
            this.call = call;
            this.waiting = waiting;
        }

        Measured work() throws Exception {
            var begin = System.nanoTime();
            var end = begin + duration.toNanos();
            var latest = end + Math.min(duration.toNanos(), LATE_MAX.toNanos());
            var made = 0L;
            var due = due(begin, made);
            while (due < end) {
                waiting.until(due);
                if (System.nanoTime() > latest) {
                    tally.leave(System.nanoTime() - due);
                } else {
                    var accepted = call.run();
                    tally.add(accepted, System.nanoTime() - due);
                }
                made++;
                due = due(begin, made);
            }
            return tally.measured(System.nanoTime() - begin);
        }

        /** Callers take turns. */
        private long due(long begin, long made) {
            return ratePerSecond.isPresent()
                    ? begin + (long) ((made * callers + number) * 1e9 / ratePerSecond.getAsDouble())
                    : System.nanoTime();
        }
    }
}
