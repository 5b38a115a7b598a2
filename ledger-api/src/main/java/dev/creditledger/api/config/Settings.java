package dev.creditledger.api.config;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The settings before there is an application: environment variables and application.yaml, by the same names. */
public final class Settings {

    private Settings() {}

    /** @param first settings that go before all others */
    public static ConfigurableEnvironment read(Map<String, Object> first) {
        var environment = new StandardEnvironment();
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        environment.getPropertySources().addFirst(new MapPropertySource("command line", first));
        return environment;
    }

    /** Dev mode's data directory. */
    public static Path dataDirectory(ConfigurableEnvironment environment) {
        return Path.of(environment.getProperty("ledger.data", ".ledger"));
    }
}
