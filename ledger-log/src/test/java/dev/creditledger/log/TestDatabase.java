package dev.creditledger.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.creditledger.log.vault.MasterKey;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * A migrated database of its own on real PostgreSQL. The server starts once per JVM, the database is a copy of a migrated
 * template: a few milliseconds each. The roles are those of db/roles.sql.
 */
public final class TestDatabase implements AutoCloseable {

    public static final String OWNER = "ledger_owner";
    public static final String APP = "ledger_app";
    public static final String SUPERUSER = "postgres";

    /** In Base64. */
    public static final String MASTER_KEY = "bWFzdGVyIGtleSBvZiB0aGUgdGVzdHMsIDMyIGJ5dGU=";

    private static final String TEMPLATE = "ledger_template";
    private static final int CONNECTIONS_MAX = 40;
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** One server without fsync, for speed, and one that is durable; each starts when it is first asked for. */
    private static final class Fast {
        static final EmbeddedPostgres SERVER = start("off");
    }

    private static final class Durable {
        static final EmbeddedPostgres SERVER = start("on");
    }

    private final EmbeddedPostgres server;
    private final String name;
    private final HikariDataSource app;

    private TestDatabase(EmbeddedPostgres server) {
        this.server = server;
        this.name = "ledger_" + COUNT.incrementAndGet();
        run(
                server,
                SUPERUSER,
                "postgres",
                """
                CREATE DATABASE %s TEMPLATE %s OWNER %s""".formatted(name, TEMPLATE, OWNER),
                "GRANT CONNECT ON DATABASE %s TO %s".formatted(name, APP));
        this.app = pool(server.getJdbcUrl(APP, name));
    }

    /** On a server without fsync. */
    public static TestDatabase fresh() {
        return new TestDatabase(Fast.SERVER);
    }

    /** On a server that has a commit on disk before it answers. */
    public static TestDatabase freshDurable() {
        return new TestDatabase(Durable.SERVER);
    }

    /** A pool of connections as the server's role, which commit by themselves. */
    public DataSource app() {
        return app;
    }

    /** Connections as the role that migrates. */
    public DataSource owner() {
        return server.getDatabase(OWNER, name);
    }

    public DataSource superuser() {
        return server.getDatabase(SUPERUSER, name);
    }

    public int port() {
        return server.getPort();
    }

    public String name() {
        return name;
    }

    public String jdbcUrl(String role) {
        return server.getJdbcUrl(role, name);
    }

    public MasterKey masterKey() {
        return MasterKey.parse(MASTER_KEY);
    }

    @Override
    public void close() {
        app.close();
        run(server, SUPERUSER, "postgres", "DROP DATABASE %s WITH (FORCE)".formatted(name));
    }

    private static HikariDataSource pool(String url) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS_MAX);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static EmbeddedPostgres start(String fsync) {
        try {
            var server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", fsync)
                    .setServerConfig("full_page_writes", fsync)
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "300")
                    .start();
            makeTemplate(server);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What db/roles.sql does with psql. */
    private static void makeTemplate(EmbeddedPostgres server) {
        run(
                server,
                SUPERUSER,
                "postgres",
                "CREATE ROLE %s LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE".formatted(OWNER),
                "CREATE ROLE %s LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE".formatted(APP),
                "ALTER ROLE %s SET idle_in_transaction_session_timeout = '10s'".formatted(APP),
                "ALTER ROLE %s SET lock_timeout = '10s'".formatted(APP),
                "ALTER ROLE %s SET synchronous_commit = 'on'".formatted(APP),
                "ALTER ROLE %s SET jit = 'off'".formatted(APP),
                "ALTER ROLE %s SET timezone = 'UTC'".formatted(APP),
                "CREATE DATABASE %s OWNER %s TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'".formatted(TEMPLATE, OWNER),
                "REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(TEMPLATE));
        Flyway.configure()
                .dataSource(server.getDatabase(OWNER, TEMPLATE))
                .placeholders(Map.of("app_role", APP))
                .load()
                .migrate();
    }

    private static void run(EmbeddedPostgres server, String role, String database, String... statements) {
        try (var connection = server.getDatabase(role, database).getConnection();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
