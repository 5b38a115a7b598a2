package dev.creditledger.commands.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT6S", "PT1M", "PT1H"})
    void a_node_is_missing_after_seconds_to_an_hour(Duration missingAfter) {
        assertThat(new NodeSettings(missingAfter).missingAfter()).isEqualTo(missingAfter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1M", "PT0S", "PT5.999S", "PT1H0.001S"})
    void and_neither_sooner_nor_later(Duration missingAfter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NodeSettings(missingAfter))
                .withMessage("ledger.live.missing-after lies between 6s and 1h");
    }

    @ParameterizedTest
    @CsvSource({"PT6S, PT1S, PT3S", "PT12S, PT2S, PT6S", "PT1M, PT2S, PT30S", "PT1H, PT2S, PT30M"})
    void it_is_seen_several_times_before_a_gap_of_its_own_counts(
            Duration missingAfter, Duration seenEvery, Duration gapMax) {
        var settings = new NodeSettings(missingAfter);

        assertThat(settings.seenEvery()).isEqualTo(seenEvery);
        assertThat(settings.gapMax()).isEqualTo(gapMax);
    }
}
