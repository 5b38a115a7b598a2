package dev.creditledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ProjectionSettingsTest {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LINGER = Duration.ofMillis(10);
    private static final Duration LINGER_MAX = Duration.ofMillis(500);

    @Test
    void nothing_needs_to_be_set() {
        assertThat(bound(Map.of())).isEqualTo(new ProjectionSettings(200_000, 50_000, POLL, LINGER, LINGER_MAX));
    }

    @Test
    void all_can_be_set() {
        assertThat(bound(Map.of(
                        "ledger.projections.batch-max",
                        "200",
                        "ledger.projections.rows-max",
                        "100",
                        "ledger.projections.poll",
                        "2s",
                        "ledger.projections.linger",
                        "0s",
                        "ledger.projections.linger-max",
                        "1s")))
                .isEqualTo(
                        new ProjectionSettings(200, 100, Duration.ofSeconds(2), Duration.ZERO, Duration.ofSeconds(1)));
    }

    @Test
    void what_makes_no_sense_is_refused_by_name() {
        assertThatThrownBy(() -> new ProjectionSettings(0, 1, POLL, LINGER, LINGER_MAX))
                .hasMessageContaining("ledger.projections.batch-max");
        assertThatThrownBy(() -> new ProjectionSettings(1_000_001, 1, POLL, LINGER, LINGER_MAX))
                .hasMessageContaining("ledger.projections.batch-max");
        assertThatThrownBy(() -> new ProjectionSettings(1, 0, POLL, LINGER, LINGER_MAX))
                .hasMessageContaining("ledger.projections.rows-max");
        assertThatThrownBy(() -> new ProjectionSettings(1, 1, Duration.ZERO, LINGER, LINGER_MAX))
                .hasMessageContaining("ledger.projections.poll");
        assertThatThrownBy(() -> new ProjectionSettings(1, 1, POLL, LINGER_MAX, LINGER))
                .hasMessageContaining("ledger.projections.linger");
        assertThatThrownBy(() -> new ProjectionSettings(1, 1, POLL, LINGER, Duration.ofMinutes(1)))
                .hasMessageContaining("ledger.projections.linger-max");
    }

    private static ProjectionSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("ledger.projections", ProjectionSettings.class);
    }
}
