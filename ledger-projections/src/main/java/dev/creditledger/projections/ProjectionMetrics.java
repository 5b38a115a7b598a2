package dev.creditledger.projections;

import dev.creditledger.log.store.EventLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What an operator watches of the read side. */
record ProjectionMetrics(
        EventLog log,
        ProjectionPosition position,
        DeadLetters deadLetters,
        ProjectorLoop loop,
        Optional<InstantSource> clock)
        implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("ledger.projection.position", position, ProjectionPosition::current)
                .description("last position whose event is in the rows")
                .register(registry);
        Gauge.builder("ledger.projection.lag", this, ProjectionMetrics::lag)
                .description("events in the log that are not in the rows yet")
                .register(registry);
        clock.ifPresent(now -> TimeGauge.builder("ledger.projection.age", () -> age(now), TimeUnit.SECONDS)
                .description("how long ago the oldest event was booked that is not in the rows yet")
                .register(registry));
        FunctionCounter.builder("ledger.projection.events", loop, ProjectorLoop::events)
                .description("events that this node has brought into the rows")
                .register(registry);
        Gauge.builder("ledger.projection.parked", deadLetters, DeadLetters::count)
                .description("aggregates that stand still because one of their events could not be applied")
                .register(registry);
        Gauge.builder("ledger.projection.failures", loop, ProjectorLoop::failures)
                .description("failures in a row of the projector itself; 0 is healthy")
                .register(registry);
    }

    private long lag() {
        return Math.max(0, log.head() - position.current());
    }

    /** Of the clock that events are booked by. */
    private double age(InstantSource now) {
        var oldest = log.feed().bookedAt(position.current() + 1);
        return oldest.map(booked ->
                        Math.max(0, Duration.between(booked, now.instant()).toMillis() / 1e3))
                .orElse(0.0);
    }
}
