package dev.creditledger.api.database;

import dev.creditledger.api.config.CannotStart;
import java.util.Arrays;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The schema and its version. Bringing it up to date is a step of its own, with the owner's credentials. */
public final class Migration {

    /** The server's role, unless configured otherwise. */
    public static final String APP_ROLE = "ledger_app";

    private Migration() {}

    /** @param applied how many migrations were applied now */
    public record Result(int applied, String version) {}

    /**
     * Applies what is missing, each migration in a transaction of its own.
     *
     * @param appRole the role of the server, which is granted what it needs
     * @throws CannotStart if the database does not answer, or its schema is not one this program can go on from
     */
    public static Result run(String url, String ownerUser, String ownerPassword, String appRole) {
        try {
            var result = flyway().dataSource(url, ownerUser, ownerPassword)
                    .placeholders(Map.of("app_role", appRole))
                    .load()
                    .migrate();
            var version = result.targetSchemaVersion == null ? result.initialSchemaVersion : result.targetSchemaVersion;
            return new Result(result.migrationsExecuted, version == null ? "none" : version);
        } catch (FlywayException e) {
            throw new CannotStart("The migration of " + url + " failed: " + e.getMessage(), e);
        }
    }

    /**
     * Looks, as the server's role, whether the schema is the one this program was made for.
     *
     * @throws CannotStart if it is older, newer or not there
     */
    public static void check(DataSource server) {
        var migrations = information(server);
        var pending = Arrays.stream(migrations)
                .filter(migration -> migration.getState() == MigrationState.PENDING)
                .count();
        if (pending > 0) {
            throw new CannotStart("The database lacks " + pending + " of " + migrations.length
                    + " migrations. Run ./ledger migrate with LEDGER_DATABASE_OWNER_USER and"
                    + " LEDGER_DATABASE_OWNER_PASSWORD set, then start again.");
        }
        for (var migration : migrations) {
            if (migration.getState().isFailed() || migration.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new CannotStart(
                        "The database has migration " + migration.getVersion()
                                + ", which this version of the ledger does not know or which failed. Start the version that made it.");
            }
        }
    }

    private static MigrationInfo[] information(DataSource server) {
        try {
            return flyway().dataSource(server)
                    .placeholders(Map.of("app_role", APP_ROLE))
                    .load()
                    .info()
                    .all();
        } catch (FlywayException e) {
            throw new CannotStart("The database does not answer, or not to this role: " + e.getMessage(), e);
        }
    }

    private static FluentConfiguration flyway() {
        return Flyway.configure(Migration.class.getClassLoader()).locations("classpath:db/migration");
    }
}
