package dev.creditledger.api.config;

import java.util.Locale;
import org.springframework.core.env.Environment;

/** Dev mode makes everything it needs and talks to this machine only; production mode takes nothing for granted. */
public enum Mode {
    DEV,
    PRODUCTION;

    /** The setting's name; environment variable {@code LEDGER_MODE}. */
    public static final String SETTING = "ledger.mode";

    /** As asked for by name; otherwise dev mode exactly when no database is configured. */
    public static Mode of(Environment environment) {
        var named = environment.getProperty(SETTING, "").strip().toLowerCase(Locale.ROOT);
        return switch (named) {
            case "dev" -> DEV;
            case "production" -> PRODUCTION;
            case "" -> environment.getProperty("ledger.database.url", "").isBlank() ? DEV : PRODUCTION;
            default -> throw new CannotStart("LEDGER_MODE is \"" + named + "\": it must be dev or production.");
        };
    }

    /** The setting's value. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
