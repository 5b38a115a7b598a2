package dev.creditledger.benchmarks.contest;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.creditledger.benchmarks.load.Measured;
import dev.creditledger.benchmarks.machine.CpuTime;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * A PostgreSQL server for one run. All that both contenders store goes through it, each into a database of its own.
 *
 * <p>It may lose nothing: fsync, synchronous commit and full page writes are on, and {@link #settings} reads back
 * whether they are.
 */
public final class BenchDatabase implements AutoCloseable {

    private static final String SUPERUSER = "postgres";
    private static final String OWNER = "ledger_owner";
    private static final String APP = "ledger_app";

    /** Those of the driver, as the server sets them. */
    private static final Map<String, String> SERVERS_BUFFERS =
            Map.of("maxSendBufferSize", "262144", "sendBufferSize", "262144");

    private static final List<String> DURABLE = List.of("fsync", "synchronous_commit", "full_page_writes");
    private static final List<String> TOLD = List.of(
            "server_version", "shared_buffers", "min_wal_size", "max_wal_size", "wal_sync_method", "max_connections");

    private final EmbeddedPostgres server;
    private final long postmaster;
    private final AtomicBoolean closed = new AtomicBoolean();

    private BenchDatabase(EmbeddedPostgres server, long postmaster) {
        this.server = server;
        this.postmaster = postmaster;
    }

    /** @param directory on the disk to be measured; made, and removed on {@link #close} */
    public static BenchDatabase start(Path directory) {
        try {
            var server = EmbeddedPostgres.builder()
                    .setDataDirectory(directory)
                    .setCleanDataDirectory(true)
                    .setRegisterShutdownHook(true)
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "150")
                    .setServerConfig("shared_buffers", "1GB")
                    // One checkpoint in some minutes, as a server in production has it: shortly after one, each page
                    // that is touched goes to the write-ahead log whole, and rounds of seconds would pay for nothing
                    // else.
                    .setServerConfig("max_wal_size", "4GB")
                    // What a checkpoint no longer needs is kept and used again: see UsedLog.
                    .setServerConfig("min_wal_size", "4GB")
                    .setServerConfig("checkpoint_timeout", "15min")
                    .setServerConfig("jit", "off")
                    .start();
            var database = new BenchDatabase(server, postmaster(directory));
            database.refuseUnlessDurable();
            database.execute(SUPERUSER, "CREATE ROLE " + OWNER + " LOGIN", "CREATE ROLE " + APP + " LOGIN");
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        }
    }

    private static long postmaster(Path directory) throws IOException {
        return Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid"))
                .getFirst()
                .strip());
    }

    /** Does {@code work}, and counts the processor time that this process and the server use meanwhile. */
    public Round round(Supplier<Measured> work) {
        var before = CpuTime.now(postmaster);
        var measured = work.get();
        return new Round(measured, CpuTime.now(postmaster).minus(before));
    }

    private void refuseUnlessDurable() {
        var settings = settings();
        for (var setting : DURABLE) {
            if (!"on".equals(settings.get(setting))) {
                throw new IllegalStateException("PostgreSQL runs with " + setting + " = " + settings.get(setting));
            }
        }
    }

    /** What {@code SHOW} answers. */
    public Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        for (var names : List.of(DURABLE, TOLD)) {
            names.forEach(name -> settings.put(name, show(name)));
        }
        return settings;
    }

    private String show(String setting) {
        try (var connection = superuser(SUPERUSER).getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW " + setting)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read setting " + setting, e);
        }
    }

    /** Ends the time in which the server's write-ahead log is new. */
    public void makeUsedLog(int segments) {
        try (var connection = superuser(SUPERUSER).getConnection()) {
            UsedLog.make(connection, segments);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot prepare the write-ahead log", e);
        }
    }

    /** A ledger's database as an operator would make it: its own, and migrated. The roles are there already. */
    public void makeLedger(String name) {
        makeDatabase(name, OWNER);
        Flyway.configure()
                .dataSource(server.getDatabase(OWNER, name))
                .placeholders(Map.of("app_role", APP))
                .load()
                .migrate();
    }

    /** Settings of another process that serves the ledger in the database of that name. */
    public Map<String, String> environment(String name) {
        return Map.of(
                "LEDGER_MODE", "dev",
                "LEDGER_DATABASE_URL", server.getJdbcUrl(APP, name),
                "LEDGER_MASTER_KEY", Ours.masterKey());
    }

    /** As the server connects to the ledger's database of that name. */
    public HikariDataSource ledger(String name, int connections) {
        return pool(server.getDatabase(APP, name, SERVERS_BUFFERS), name, connections, true);
    }

    /** A database with nothing in it, for its role's own use. */
    void make(String name) {
        execute(SUPERUSER, "CREATE ROLE " + name + " LOGIN");
        makeDatabase(name, name);
    }

    private void makeDatabase(String name, String owner) {
        execute(
                SUPERUSER,
                "CREATE DATABASE " + name + " OWNER " + owner + " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'");
    }

    HikariDataSource pool(String database, String role, int connections, boolean autoCommit) {
        return pool(server.getDatabase(role, database), database, connections, autoCommit);
    }

    private static HikariDataSource pool(DataSource source, String database, int connections, boolean autoCommit) {
        var config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(connections);
        config.setAutoCommit(autoCommit);
        config.setPoolName(database);
        return new HikariDataSource(config);
    }

    /** As a server that has run for a while has it: statistics are there, and nothing waits to be vacuumed. */
    public void vacuum(String database) {
        execute(database, "VACUUM (ANALYZE)", "CHECKPOINT");
    }

    /** It takes its space on the disk with it. Nobody may be connected but by {@link #superuser}. */
    public void drop(String database) {
        execute(SUPERUSER, "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    }

    /** Somebody who looks at the database and does not finish, until closed: old versions of rows stay for their sake. */
    public Snapshot holdSnapshot(String database) {
        try {
            return new Snapshot(superuser(database).getConnection());
        } catch (SQLException e) {
            throw new IllegalStateException("cannot hold a snapshot", e);
        }
    }

    /** A transaction that sees what there was when it began. */
    public static final class Snapshot implements AutoCloseable {
        private final Connection connection;

        private Snapshot(Connection connection) throws SQLException {
            this.connection = connection;
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute("SELECT position FROM sequencer.head");
            }
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException("a snapshot does not end", e);
            }
        }
    }

    DataSource superuser(String database) {
        return server.getDatabase(SUPERUSER, database);
    }

    private void checkpoint() {
        execute(SUPERUSER, "CHECKPOINT");
    }

    private void execute(String database, String... statements) {
        try (var connection = superuser(database).getConnection();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot prepare the database", e);
        }
    }

    /** With little left to write out, so that the server ends at once. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            checkpoint();
        } finally {
            stop();
        }
    }

    private void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not stop", e);
        }
    }
}
