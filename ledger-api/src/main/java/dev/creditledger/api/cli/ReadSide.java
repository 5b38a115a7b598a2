package dev.creditledger.api.cli;

import dev.creditledger.api.config.CannotStart;
import dev.creditledger.api.config.DataDirectory;
import dev.creditledger.api.config.Mode;
import dev.creditledger.api.config.Settings;
import dev.creditledger.api.database.DatabaseChecks;
import dev.creditledger.api.database.DatabaseSettings;
import dev.creditledger.api.database.DevDatabase;
import dev.creditledger.projections.simulation.Simulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.BeansException;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The log and the read side without a server, for a command that works on them and ends. On a configured database it works
 * beside servers that run; an embedded one it starts for itself, so its server must be stopped.
 */
final class ReadSide implements AutoCloseable {

    private static final String[] PARTS = {
        "dev.creditledger.log", "dev.creditledger.projections", DatabaseSettings.class.getPackageName()
    };

    /** Without the one that keeps rows up with the log. */
    private static final String[] PARTS_THAT_LOOK = {
        "dev.creditledger.log", Simulator.class.getPackageName(), DatabaseSettings.class.getPackageName()
    };

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    private ReadSide() {}

    /**
     * @param first settings that go before all others
     * @throws CannotStart if something outside the program is in the way
     */
    static ReadSide open(Map<String, Object> first) {
        return opened(first, false);
    }

    /**
     * The log alone, on connections that refuse to write. It joins an embedded database that runs, or starts it.
     *
     * @throws CannotStart if something outside the program is in the way
     */
    static ReadSide looking(Map<String, Object> first) {
        return opened(first, true);
    }

    private static ReadSide opened(Map<String, Object> first, boolean looks) {
        var opened = new ReadSide();
        try {
            opened.start(first, looks);
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void start(Map<String, Object> first, boolean looks) {
        var environment = Settings.read(first);
        var settings = new HashMap<>(first);
        settings.put("ledger.database.read-only", looks);
        if (Mode.of(environment) == Mode.DEV) {
            startDevMode(environment, settings, looks);
        } else {
            checkKey(environment);
            DatabaseChecks.check(environment);
        }
        context.setEnvironment(Settings.read(settings));
        context.scan(looks ? PARTS_THAT_LOOK : PARTS);
        parts.push(context);
        try {
            context.refresh();
        } catch (BeansException e) {
            throw new CannotStart(
                    "The read side cannot be opened: "
                            + e.getMostSpecificCause().getMessage(),
                    e);
        }
    }

    private void startDevMode(ConfigurableEnvironment environment, Map<String, Object> settings, boolean looks) {
        var root = Settings.dataDirectory(environment);
        if (!Files.isDirectory(root)) {
            throw new CannotStart("There is no ledger in " + root + ". Say where it is with --data or LEDGER_DATA.");
        }
        var own = environment.getProperty("ledger.database.url", "").isBlank();
        if (environment.getProperty("ledger.master-key", "").isBlank()) {
            settings.put(
                    "ledger.master-key-file",
                    DataDirectory.secretsIn(root).keyFile("master.key").toString());
        }
        if (own) {
            connect(looks ? joined(root) : started(root), settings);
        } else if (!looks) {
            parts.push(DataDirectory.claim(root));
        }
    }

    private DevDatabase.Connection joined(Path root) {
        try {
            return started(root);
        } catch (CannotStart inUse) {
            return DevDatabase.running(root).orElseThrow(() -> inUse);
        }
    }

    private DevDatabase.Connection started(Path root) {
        var directory = DataDirectory.claim(root);
        parts.push(directory);
        var database = DevDatabase.start(directory);
        parts.push(database);
        return database.app();
    }

    private static void connect(DevDatabase.Connection database, Map<String, Object> settings) {
        settings.put("ledger.database.url", database.url());
        settings.put("ledger.database.user", database.user());
        settings.put("ledger.database.password", database.password());
    }

    private static void checkKey(ConfigurableEnvironment environment) {
        if (environment.getProperty("ledger.master-key-file", "").isBlank()
                && environment.getProperty("ledger.master-key", "").isBlank()) {
            throw new CannotStart("No master key for personal data: set LEDGER_MASTER_KEY_FILE, as for the server.");
        }
    }

    <T> T get(Class<T> part) {
        return context.getBean(part);
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.err.println("While stopping: " + e);
            }
        }
    }
}
