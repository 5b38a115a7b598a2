package dev.creditledger.api.demo;

import dev.creditledger.domain.account.AccountRejection.InsufficientCredits;
import dev.creditledger.domain.dispatch.Outcome;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What became of the charges of a run, and how long each took from first being sent to its final answer. */
final class ChargeTally {

    private static final long LATENCY_MAX_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final LongAdder accepted = new LongAdder();
    private final LongAdder chargedEarlier = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Histogram latency = new ConcurrentHistogram(1_000, LATENCY_MAX_NANOS, 3);
    private final ConcurrentMap<Integer, Long> sentAt = new ConcurrentHashMap<>();

    void sent(DemoPlan.Charge charge) {
        sentAt.put(charge.number(), System.nanoTime());
    }

    void answered(DemoPlan.Charge charge, Outcome outcome) {
        var sent = sentAt.remove(charge.number());
        if (sent != null) {
            latency.recordValue(Math.clamp(System.nanoTime() - sent, 1_000, LATENCY_MAX_NANOS));
        }
        switch (outcome) {
            case Outcome.Accepted answer -> (answer.replayed() ? chargedEarlier : accepted).increment();
            case Outcome.Rejected(InsufficientCredits _) -> refused.increment();
            case Outcome.Rejected(var reason) ->
                throw new IllegalStateException("request " + charge.number() + " was refused: " + reason);
            case Outcome.NothingToDo _,
                    Outcome.Authorized _,
                    Outcome.KeyReused _,
                    Outcome.KeyInUse _,
                    Outcome.Overloaded _,
                    Outcome.Unknown _,
                    Outcome.Unavailable _ ->
                throw new IllegalArgumentException("no final answer to a charge: " + outcome);
        }
    }

    long accepted() {
        return accepted.sum();
    }

    long chargedEarlier() {
        return chargedEarlier.sum();
    }

    long refused() {
        return refused.sum();
    }

    double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e6;
    }
}
