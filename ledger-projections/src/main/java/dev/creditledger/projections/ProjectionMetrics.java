package dev.creditledger.projections;

import dev.creditledger.log.store.EventLog;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What an operator watches of the read side. */
record ProjectionMetrics(EventLog log, ProjectionPosition position, DeadLetters deadLetters, ProjectorLoop loop)
        implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("ledger.projection.position", position, ProjectionPosition::current)
                .description("last position whose event is in the rows")
                .register(registry);
        Gauge.builder("ledger.projection.lag", log, it -> Math.max(0, it.head() - position.current()))
                .description("events in the log that are not in the rows yet")
                .register(registry);
        Gauge.builder("ledger.projection.parked", deadLetters, DeadLetters::count)
                .description("aggregates that stand still because one of their events could not be applied")
                .register(registry);
        Gauge.builder("ledger.projection.failures", loop, ProjectorLoop::failures)
                .description("failures in a row of the projector itself; 0 is healthy")
                .register(registry);
    }
}
