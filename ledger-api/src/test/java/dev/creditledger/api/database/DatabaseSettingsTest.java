package dev.creditledger.api.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class DatabaseSettingsTest {

    @Test
    void nothing_but_the_database_itself_needs_to_be_set() {
        assertThat(bound(Map.of()))
                .isEqualTo(new DatabaseSettings("", "ledger_app", "", 12, Duration.ofSeconds(5), false));
    }

    @Test
    void all_can_be_set() {
        assertThat(bound(Map.of(
                        "ledger.database.url",
                        "jdbc:postgresql://db/ledger",
                        "ledger.database.user",
                        "another",
                        "ledger.database.password",
                        "secret",
                        "ledger.database.connections-max",
                        "40",
                        "ledger.database.connection-timeout",
                        "250ms",
                        "ledger.database.read-only",
                        "true")))
                .isEqualTo(new DatabaseSettings(
                        "jdbc:postgresql://db/ledger", "another", "secret", 40, Duration.ofMillis(250), true));
    }

    @Test
    void what_makes_no_sense_is_refused_by_name() {
        assertThatThrownBy(() -> connections(3)).hasMessageContaining("ledger.database.connections-max");
        assertThatThrownBy(() -> connections(201)).hasMessageContaining("ledger.database.connections-max");
    }

    @Test
    void the_password_is_not_printed() {
        assertThat(new DatabaseSettings(
                        "jdbc:postgresql://db/ledger", "app", "secret", 12, Duration.ofSeconds(5), false))
                .hasToString("app at jdbc:postgresql://db/ledger");
    }

    private static DatabaseSettings connections(int max) {
        return new DatabaseSettings("", "ledger_app", "", max, Duration.ofSeconds(5), false);
    }

    private static DatabaseSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("ledger.database", DatabaseSettings.class);
    }
}
