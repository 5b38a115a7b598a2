package dev.creditledger.api.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class ProductionChecksTest {

    private static final Map<String, String> GOOD = Map.of(
            "ledger.database.url", "jdbc:postgresql://db/ledger",
            "ledger.database.password", "Xk3-nobody-guesses-this",
            "ledger.master-key", "b3BlbnNzbCByYW5kIC1iYXNlNjQgMzIgaXMgYmVzdCE=",
            "ledger.security.issuer", "https://login.example.org");

    @Test
    void a_complete_configuration_passes() {
        assertThatCode(() -> ProductionChecks.check(environment(GOOD))).doesNotThrowAnyException();
    }

    @Test
    void all_that_is_missing_is_said_at_once() {
        assertThatThrownBy(() -> ProductionChecks.check(environment(Map.of())))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("LEDGER_DATABASE_URL")
                .hasMessageContaining("LEDGER_MASTER_KEY_FILE")
                .hasMessageContaining("LEDGER_SECURITY_ISSUER");
    }

    @ParameterizedTest
    @CsvSource({
        "ledger.database.url,            jdbc:mysql://db/ledger,                       LEDGER_DATABASE_URL",
        "ledger.database.password,       ChangeMe,                                     LEDGER_DATABASE_PASSWORD",
        "ledger.database.password,       postgres,                                     LEDGER_DATABASE_PASSWORD",
        "ledger.database.owner-password, Xk3-the-owners,                               LEDGER_DATABASE_OWNER_PASSWORD",
        "ledger.master-key,              c2hvcnQ=,                                     LEDGER_MASTER_KEY",
        "ledger.master-key,              not base64!,                                  LEDGER_MASTER_KEY",
        "ledger.master-key,              AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=, LEDGER_MASTER_KEY",
        "ledger.security.issuer,         urn:credit-ledger:dev,                        LEDGER_SECURITY_ISSUER",
    })
    void a_setting_that_must_not_be_is_named(String setting, String value, String named) {
        var settings = new HashMap<>(GOOD);
        settings.put(setting, value);

        assertThatThrownBy(() -> ProductionChecks.check(environment(settings)))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining(named);
    }

    @Test
    void a_key_that_dev_mode_made_is_refused(@TempDir Path directory) {
        var settings = new HashMap<>(GOOD);
        settings.remove("ledger.master-key");
        settings.put(
                "ledger.master-key-file",
                new Secrets(directory.resolve("keys")).keyFile("master.key").toString());

        assertThatThrownBy(() -> ProductionChecks.check(environment(settings)))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("dev key");
    }

    private static MockEnvironment environment(Map<String, String> settings) {
        var environment = new MockEnvironment();
        settings.forEach(environment::setProperty);
        return environment;
    }
}
