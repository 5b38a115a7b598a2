package dev.creditledger.commands.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT5M", "PT1H"})
    void sessions_are_watched_every_second_to_every_hour(Duration monitorEvery) {
        assertThat(new MonitorSettings(monitorEvery).monitorEvery()).isEqualTo(monitorEvery);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-5M", "PT0S", "PT0.999S", "PT1H0.001S"})
    void and_neither_more_often_nor_less(Duration monitorEvery) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MonitorSettings(monitorEvery))
                .withMessage("ledger.live.monitor-every lies between 1s and 1h");
    }
}
