package dev.creditledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ProjectionSettingsTest {

    @Test
    void nothing_needs_to_be_set() {
        assertThat(bound(Map.of()))
                .isEqualTo(new ProjectionSettings(1000, Duration.ofMillis(50), Duration.ofMillis(10)));
    }

    @Test
    void all_can_be_set() {
        assertThat(bound(Map.of(
                        "ledger.projections.batch-max",
                        "200",
                        "ledger.projections.poll",
                        "2s",
                        "ledger.projections.linger",
                        "0s")))
                .isEqualTo(new ProjectionSettings(200, Duration.ofSeconds(2), Duration.ZERO));
    }

    @Test
    void what_makes_no_sense_is_refused_by_name() {
        assertThatThrownBy(() -> new ProjectionSettings(0, Duration.ofMillis(50), Duration.ZERO))
                .hasMessageContaining("ledger.projections.batch-max");
        assertThatThrownBy(() -> new ProjectionSettings(10_001, Duration.ofMillis(50), Duration.ZERO))
                .hasMessageContaining("ledger.projections.batch-max");
        assertThatThrownBy(() -> new ProjectionSettings(1000, Duration.ZERO, Duration.ZERO))
                .hasMessageContaining("ledger.projections.poll");
        assertThatThrownBy(() -> new ProjectionSettings(1000, Duration.ofMillis(50), Duration.ofMinutes(1)))
                .hasMessageContaining("ledger.projections.linger");
    }

    private static ProjectionSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("ledger.projections", ProjectionSettings.class);
    }
}
