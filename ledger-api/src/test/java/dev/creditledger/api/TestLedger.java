package dev.creditledger.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.creditledger.api.security.DevTokenKey;
import dev.creditledger.domain.Cause.Role;
import dev.creditledger.log.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** The whole application, listening on a free port, on a database of its own. */
public final class TestLedger implements AutoCloseable {

    private static final String MASTER_KEY = "bWFzdGVyIGtleSBvZiB0aGUgdGVzdHMsIDMyIGJ5dGU=";

    /** One for all tests that need nothing special; it stays until the JVM ends. */
    private static final class Shared {
        static final TestLedger LEDGER = on(TestDatabase.fresh(), Map.of());
    }

    private final TestDatabase database;
    private final Path data;
    private final ConfigurableApplicationContext context;

    private TestLedger(TestDatabase database, Path data, ConfigurableApplicationContext context) {
        this.database = database;
        this.data = data;
        this.context = context;
    }

    public static TestLedger shared() {
        return Shared.LEDGER;
    }

    /** In dev mode, with its own signing key. */
    public static TestLedger on(TestDatabase database, Map<String, Object> settings) {
        try {
            return on(database, Files.createTempDirectory("ledger-test-"), settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TestLedger on(TestDatabase database, Path data, Map<String, Object> settings) {
        var all = new HashMap<String, Object>(Map.of(
                "ledger.mode",
                "dev",
                "ledger.port",
                "0",
                "ledger.management-port",
                "0",
                "ledger.data",
                data.toString(),
                "ledger.master-key",
                MASTER_KEY,
                "ledger.database.url",
                database.jdbcUrl(TestDatabase.APP),
                "ledger.database.user",
                TestDatabase.APP,
                "ledger.database.password",
                ""));
        all.put("server.address", "127.0.0.1");
        all.putAll(settings);
        var application = new SpringApplication(LedgerApplication.class);
        application.setAdditionalProfiles(String.valueOf(all.get("ledger.mode")));
        application.addInitializers(
                context -> context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", all)));
        return new TestLedger(database, data, application.run());
    }

    /** Another life of the same ledger: same database, same keys. */
    public TestLedger restarted(Map<String, Object> settings) {
        context.close();
        return on(database, data, settings);
    }

    public String url() {
        return "http://127.0.0.1:" + port("local.server.port");
    }

    public String managementUrl() {
        return "http://127.0.0.1:" + port("local.management.port");
    }

    public int port() {
        return port("local.server.port");
    }

    private int port(String name) {
        return context.getEnvironment().getRequiredProperty(name, Integer.class);
    }

    public TestDatabase database() {
        return database;
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    /** A token as {@code ./ledger token} prints it. */
    public String token(Role role, String subject) {
        return token(role, subject, Duration.ofHours(1));
    }

    public String token(Role role, String subject, Duration ttl) {
        return DevTokenKey.in(data).sign(role, subject, ttl);
    }

    /** The public part of the key it trusts, and the private part: tests forge with it. */
    public String keyFile() {
        try {
            return Files.readString(data.resolve("keys").resolve("dev-token-key.json"), US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file for a price list. */
    public Path priceList(String csv) {
        try {
            return Files.writeString(data.resolve("prices.csv"), csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A caller of this ledger. */
    public Client as(Role role, String subject) {
        return new Client(url(), token(role, subject));
    }

    public Client admin() {
        return as(Role.ADMIN, "the-admin");
    }

    public Client service() {
        return as(Role.SERVICE, "the-service");
    }

    public Client auditor() {
        return as(Role.AUDITOR, "the-auditor");
    }

    public Client nobody() {
        return new Client(url(), "");
    }

    @Override
    public void close() {
        context.close();
    }
}
