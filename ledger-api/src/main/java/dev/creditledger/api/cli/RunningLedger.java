package dev.creditledger.api.cli;

import dev.creditledger.api.config.CannotStart;
import dev.creditledger.api.config.DataDirectory;
import dev.creditledger.api.config.Mode;
import dev.creditledger.api.config.ProductionChecks;
import dev.creditledger.api.config.Settings;
import dev.creditledger.api.database.DatabaseChecks;
import dev.creditledger.api.database.DevDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/** The application while it runs, with what it stands on. It is stopped in reverse order: the database last. */
final class RunningLedger implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String PORT = "ledger.port";
    private static final String MANAGEMENT_PORT = "ledger.management-port";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private ConfigurableApplicationContext context;

    @SuppressWarnings("NullAway.Init") // start() sets the context before anybody gets this
    private RunningLedger() {}

    /**
     * Starts everything and says so on standard output.
     *
     * @param first settings that go before all others
     * @throws CannotStart if something outside the program is in the way
     */
    static RunningLedger start(Class<?> application, Map<String, Object> first) {
        var ledger = new RunningLedger();
        Runtime.getRuntime().addShutdownHook(new Thread(ledger::close, "stop"));
        ledger.startAndSaySo(application, first);
        return ledger;
    }

    /** Holds the lock: whoever asks to stop meanwhile waits, so that nothing is started after it was stopped. */
    private synchronized void startAndSaySo(Class<?> application, Map<String, Object> first) {
        try {
            startParts(application, first);
            System.out.printf(Locale.ROOT, "Ledger ready on %s in %.1f s%n", url(), secondsSinceStart());
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void startParts(Class<?> application, Map<String, Object> first) {
        var environment = Settings.read(first);
        var settings = new HashMap<>(first);
        switch (Mode.of(environment)) {
            case DEV -> startDevMode(environment, settings);
            case PRODUCTION -> {
                ProductionChecks.check(environment);
                DatabaseChecks.check(environment);
                settings.put(Mode.SETTING, Mode.PRODUCTION.toString());
            }
        }
        var spring = new SpringApplication(application);
        spring.setAdditionalProfiles(String.valueOf(settings.get(Mode.SETTING)));
        spring.addInitializers(started -> started.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("command line", settings)));
        try {
            context = spring.run();
            parts.push(context);
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof PortInUseException taken) {
                    throw portTaken(taken.getPort(), environment);
                }
                if (cause instanceof BindException unusable) {
                    throw unusable(unusable);
                }
            }
            throw e;
        }
    }

    private static CannotStart unusable(BindException settings) {
        Throwable root = settings;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new CannotStart(
                "What is set under " + settings.getName() + " cannot be used: " + root.getMessage(), settings);
    }

    private void startDevMode(ConfigurableEnvironment environment, Map<String, Object> settings) {
        settings.put(Mode.SETTING, Mode.DEV.toString());
        // Anybody may be an admin who can read the keys in the data directory, and they were never checked by anyone.
        settings.put("server.address", LOOPBACK);
        settings.put("management.server.address", LOOPBACK);
        var port = environment.getRequiredProperty(PORT, Integer.class);
        if (isTaken(port)) {
            throw portTaken(port, environment);
        }
        if (isTaken(environment.getRequiredProperty(MANAGEMENT_PORT, Integer.class))) {
            settings.put(MANAGEMENT_PORT, 0);
        }
        var directory = DataDirectory.claim(Settings.dataDirectory(environment));
        parts.push(directory);
        settings.put(
                "ledger.master-key-file",
                directory.secrets().keyFile("master.key").toString());
        settings.put("ledger.data", directory.root().toString());
        System.err.println("DEV MODE: keys made at random in " + directory.root()
                + ", a database of its own, this machine only. Never for real credits.");
        if (environment.getProperty("ledger.database.url", "").isBlank()) {
            var database = DevDatabase.start(directory);
            parts.push(database);
            settings.put("ledger.reserve.directory", database.directory().toString());
            settings.put("ledger.database.url", database.app().url());
            settings.put("ledger.database.user", database.app().user());
            settings.put("ledger.database.password", database.app().password());
        }
    }

    /** Asked before anything is started, so that the answer comes at once. */
    private static boolean isTaken(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port));
            return false;
        } catch (IOException taken) {
            return true;
        }
    }

    private static CannotStart portTaken(int port, Environment environment) {
        var forMetrics = !environment.getRequiredProperty(PORT, Integer.class).equals(port);
        return new CannotStart("Port " + port + " is taken by another program. Choose another with "
                + (forMetrics ? "LEDGER_MANAGEMENT_PORT." : "--port or LEDGER_PORT."));
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    String url() {
        return "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    }

    /** Where dev mode keeps its keys. */
    Path dataDirectory() {
        return Path.of(context.getEnvironment().getRequiredProperty("ledger.data"));
    }

    private double secondsSinceStart() {
        var started = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        return Duration.between(started, Instant.now()).toMillis() / 1000.0;
    }

    /** Waits until the process is asked to end. */
    void awaitStop() throws InterruptedException {
        stopped.await();
    }

    @Override
    public synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.err.println("While stopping: " + e);
            }
        }
        stopped.countDown();
    }
}
