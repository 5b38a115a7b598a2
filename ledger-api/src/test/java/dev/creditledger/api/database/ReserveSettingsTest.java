package dev.creditledger.api.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class ReserveSettingsTest {

    private static final Path DATA = Path.of("data");

    @Test
    void there_is_a_reserve_unless_somebody_says_otherwise() {
        assertThat(bound(Map.of("ledger.reserve.directory", "data")))
                .isEqualTo(new ReserveSettings(DATA, DataSize.ofMegabytes(64)));
    }

    @Test
    void all_can_be_set() {
        assertThat(bound(Map.of("ledger.reserve.directory", "data", "ledger.reserve.room", "1GB")))
                .isEqualTo(new ReserveSettings(DATA, DataSize.ofGigabytes(1)));
    }

    private static ReserveSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("ledger.reserve", ReserveSettings.class);
    }
}
