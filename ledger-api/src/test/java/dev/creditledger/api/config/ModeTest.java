package dev.creditledger.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class ModeTest {

    @ParameterizedTest
    @CsvSource({
        "'',         '',                           DEV",
        "'',         jdbc:postgresql://db/ledger,  PRODUCTION",
        "dev,        jdbc:postgresql://db/ledger,  DEV",
        "DEV,        '',                           DEV",
        "production, '',                           PRODUCTION",
    })
    void dev_mode_is_on_without_a_database_or_when_asked_for_by_name(String named, String url, Mode expected) {
        var environment =
                new MockEnvironment().withProperty("ledger.mode", named).withProperty("ledger.database.url", url);

        assertThat(Mode.of(environment)).isEqualTo(expected);
    }

    @Test
    void any_other_mode_is_refused() {
        assertThatThrownBy(() -> Mode.of(new MockEnvironment().withProperty("ledger.mode", "prod")))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("LEDGER_MODE")
                .hasMessageContaining("production");
    }
}
