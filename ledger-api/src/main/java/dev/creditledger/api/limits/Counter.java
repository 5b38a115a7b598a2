package dev.creditledger.api.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Counts what one caller does under one policy. */
sealed interface Counter {

    /** Counts one request more, unless that would be one too many. */
    Verdict take();

    /** What this node has seen. */
    final class OnThisNode implements Counter {
        private final Policy policy;
        private final Bucket bucket;

        OnThisNode(Policy policy, TimeMeter realTime) {
            this.policy = policy;
            this.bucket = Bucket.builder()
                    .addLimit(limit -> limit.capacity(policy.perMinute())
                            .refillIntervally(policy.perMinute(), Policy.PERIOD)
                            .id(policy.name()))
                    .withCustomTimePrecision(realTime)
                    .build();
        }

        @Override
        public Verdict take() {
            return Verdict.of(policy, bucket.tryConsumeAndReturnRemaining(1));
        }
    }

    /**
     * What all nodes have seen, as the database has it. A caller's requests ask one after the other, so that it never holds
     * more than one connection; after a refusal the database is not asked again before the new minute.
     */
    final class OnAllNodes implements Counter {
        private final Policy policy;
        private final OnThisNode alone;
        private final Supplier<Optional<ConsumptionProbe>> together;
        private final Duration patience;
        private final TimeMeter realTime;
        private final ReentrantLock turn = new ReentrantLock();
        private volatile long refusedUntil;

        /**
         * @param together asks the database; empty when it does not answer
         * @param patience how long a request waits for its turn
         */
        OnAllNodes(
                Policy policy, Supplier<Optional<ConsumptionProbe>> together, Duration patience, TimeMeter realTime) {
            this.policy = policy;
            this.alone = new OnThisNode(policy, realTime);
            this.together = together;
            this.patience = patience;
            this.realTime = realTime;
            this.refusedUntil = realTime.currentTimeNanos();
        }

        @Override
        public Verdict take() {
            var refusal = refusal();
            if (refusal.isPresent()) {
                return refusal.get();
            }
            if (!isMyTurn()) {
                return refusal().orElseGet(alone::take);
            }
            try {
                return refusal().orElseGet(this::ask);
            } finally {
                turn.unlock();
            }
        }

        private Optional<Verdict> refusal() {
            var nanos = refusedUntil - realTime.currentTimeNanos();
            return nanos > 0 ? Optional.of(Verdict.refused(policy, nanos)) : Optional.empty();
        }

        private Verdict ask() {
            // Counted here as well: should the database stop answering, what was used stays used.
            var aloneSays = alone.take();
            var answer = together.get();
            if (answer.isEmpty()) {
                return aloneSays;
            }
            var verdict = Verdict.of(policy, answer.get());
            if (!verdict.admitted()) {
                refusedUntil = realTime.currentTimeNanos() + verdict.nanosToReset();
            }
            return verdict;
        }

        private boolean isMyTurn() {
            try {
                return turn.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
