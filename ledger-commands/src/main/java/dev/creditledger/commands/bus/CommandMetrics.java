package dev.creditledger.commands.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.function.LongSupplier;

/** What an operator wants to see of the write side. */
final class CommandMetrics {

    private final MeterRegistry registry;
    private final DistributionSummary batchSize;
    private final Timer commits;
    private final Counter conflicts;
    private final Counter replays;
    private final Counter unknown;
    private final Counter overloaded;

    CommandMetrics(MeterRegistry registry) {
        this.registry = registry;
        batchSize = DistributionSummary.builder("ledger.commands.batch.events")
                .description("Events appended in one statement")
                .register(registry);
        commits = Timer.builder("ledger.commands.commit")
                .description("Appending a batch, until it is on disk")
                .register(registry);
        conflicts = Counter.builder("ledger.commands.conflicts")
                .description("Batches that met a used key or another writer, and ran again")
                .register(registry);
        replays = Counter.builder("ledger.commands.replays")
                .description("Retries that got the first answer again")
                .register(registry);
        unknown = Counter.builder("ledger.commands.unknown")
                .description("Batches of which nobody knows whether they were stored")
                .register(registry);
        overloaded = Counter.builder("ledger.commands.overloaded")
                .description("Commands turned away because too much was waiting")
                .register(registry);
    }

    void watch(int worker, Inbox inbox) {
        registry.gauge("ledger.commands.waiting", Tags.of("worker", Integer.toString(worker)), inbox, Inbox::size);
    }

    long timed(int events, LongSupplier commit) {
        if (events == 0) {
            return commit.getAsLong();
        }
        batchSize.record(events);
        return commits.record(commit);
    }

    void conflict() {
        conflicts.increment();
    }

    void replay() {
        replays.increment();
    }

    void unknown() {
        unknown.increment();
    }

    void overloaded() {
        overloaded.increment();
    }
}
