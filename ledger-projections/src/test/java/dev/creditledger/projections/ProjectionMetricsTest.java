package dev.creditledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ProjectionMetricsTest {

    @Test
    void lag_is_told_in_events_and_in_seconds_until_there_is_none() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 81, 3).live(20);
            var clock = InstantSource.fixed(lives.events().getFirst().bookedAt().plusSeconds(90));
            var loop = ledger.bean(ProjectorLoop.class);
            var registry = new SimpleMeterRegistry();
            new ProjectionMetrics(
                            ledger.log(),
                            ledger.bean(ProjectionPosition.class),
                            ledger.bean(DeadLetters.class),
                            loop,
                            Optional.of(clock))
                    .bindTo(registry);
            var head = (double) ledger.log().head();
            assertThat(value(registry, "ledger.projection.lag")).isEqualTo(head);
            assertThat(value(registry, "ledger.projection.age")).isEqualTo(90);

            loop.start();
            ledger.awaitProjected();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(registry.get("ledger.projection.events")
                                    .functionCounter()
                                    .count())
                            .isEqualTo(head));
            assertThat(value(registry, "ledger.projection.lag")).isZero();
            assertThat(value(registry, "ledger.projection.age")).isZero();
        }
    }

    private static double value(SimpleMeterRegistry registry, String gauge) {
        return registry.get(gauge).gauge().value();
    }
}
