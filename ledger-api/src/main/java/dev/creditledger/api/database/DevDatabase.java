package dev.creditledger.api.database;

import dev.creditledger.api.config.CannotStart;
import dev.creditledger.api.config.DataDirectory;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dev mode's database: a real PostgreSQL with fsync on, run by this program on its data directory, with the roles and
 * the schema that production has. It outlives nothing but a killed program, and is found again then.
 */
public final class DevDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DevDatabase.class);
    private static final String NAME = "ledger";
    private static final String OWNER = "ledger_owner";
    private static final String DATA = "postgres";
    private static final String APP_PASSWORD_FILE = "database-app.password";
    private static final long WATCH_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long WATCH_NANOS_MAX = Duration.ofSeconds(30).toNanos();

    private final PostgresServer server;
    private final Connection app;
    private volatile boolean closed;

    private DevDatabase(PostgresServer server, Connection app) {
        this.server = server;
        this.app = app;
    }

    /** What the application connects with. */
    public record Connection(String url, String user, String password) {
        @Override
        public String toString() {
            return user + " at " + url;
        }
    }

    /** Starts the database, makes roles and schema as far as they are missing. */
    public static DevDatabase start(DataDirectory directory) {
        var secrets = directory.secrets();
        var superuserPassword = secrets.password(Superuser.PASSWORD_FILE);
        var ownerPassword = secrets.password("database-owner.password");
        var appPassword = secrets.password(APP_PASSWORD_FILE);
        var server = PostgresServer.start(
                PostgresPrograms.in(directory.root().resolve("postgres-programs")),
                directory.root().resolve(DATA),
                secrets.directory().resolve(Superuser.PASSWORD_FILE));
        try {
            makeRoles(server, superuserPassword, ownerPassword, appPassword);
            Migration.run(url(server, NAME), OWNER, ownerPassword, Migration.APP_ROLE);
            var database = new DevDatabase(server, new Connection(url(server, NAME), Migration.APP_ROLE, appPassword));
            Thread.ofVirtual().name("embedded-database-watch").start(database::watch);
            return database;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** How to connect to the database of a ledger that runs on this data directory. */
    public static Optional<Connection> running(Path root) {
        var port = new PostgresProcesses(root.resolve(DATA)).port();
        return port.isEmpty()
                ? Optional.empty()
                : Optional.of(new Connection(
                        url(port.getAsInt(), NAME),
                        Migration.APP_ROLE,
                        DataDirectory.secretsIn(root).password(APP_PASSWORD_FILE)));
    }

    public Connection app() {
        return app;
    }

    /** Where its data is. */
    public Path directory() {
        return server.data();
    }

    private static void makeRoles(PostgresServer server, String superuser, String owner, String app) {
        try (var connection = DriverManager.getConnection(url(server, Superuser.NAME), Superuser.NAME, superuser)) {
            RolesScript.with(Map.of("owner_password", owner, "app_password", app, "database", NAME))
                    .run(connection);
        } catch (SQLException e) {
            throw new CannotStart("The embedded database does not take its roles: " + e.getMessage(), e);
        }
    }

    private static String url(PostgresServer server, String database) {
        return url(server.port(), database);
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** A server that ended by itself, by a full disk or by force, comes back as soon as it can. */
    private void watch() {
        var pause = WATCH_NANOS;
        while (!closed) {
            LockSupport.parkNanos(pause);
            pause = runsOrRestarts() ? WATCH_NANOS : Math.min(2 * pause, WATCH_NANOS_MAX);
        }
    }

    private synchronized boolean runsOrRestarts() {
        if (closed || server.isRunning()) {
            return true;
        }
        LOG.error("The embedded database has stopped. Starting it again");
        var runs = server.restart();
        if (runs) {
            LOG.warn("The embedded database runs again");
        }
        return runs;
    }

    /** Leaves the server to itself, as a killed process does. */
    synchronized void abandon() {
        closed = true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        server.close();
    }
}
