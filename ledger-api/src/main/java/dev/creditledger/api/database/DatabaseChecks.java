package dev.creditledger.api.database;

import dev.creditledger.api.config.CannotStart;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What must be true of a database before the server relies on it. */
public final class DatabaseChecks {

    private static final int CONNECT_SECONDS_MAX = 10;
    private static final String MAY_CHANGE_THE_LOG =
            "SELECT has_table_privilege(current_user, 'log.event', 'UPDATE, DELETE, TRUNCATE')";

    private static final String CLOCK_WAS_MOVED =
            "SELECT EXISTS (SELECT FROM jobs.business_clock WHERE offset_micros > 0)";

    private DatabaseChecks() {}

    /**
     * The schema is the one this program was made for, and the server's role cannot change what is written in the log.
     *
     * @throws CannotStart if not, with what to do about it
     */
    public static void check(Environment environment) {
        var settings = Binder.get(environment).bindOrCreate("ledger.database", DatabaseSettings.class);
        var server = new PGSimpleDataSource();
        server.setUrl(settings.url());
        server.setUser(settings.user());
        server.setPassword(settings.password());
        server.setConnectTimeout(CONNECT_SECONDS_MAX);
        Migration.check(server);
        try (var connection = server.getConnection()) {
            if (isTrue(connection, MAY_CHANGE_THE_LOG)) {
                throw new CannotStart(
                        "LEDGER_DATABASE_USER is " + settings.user()
                                + ", which may change the log. The server runs as a role that may only add to it: see db/roles.sql.");
            }
            if (isTrue(connection, CLOCK_WAS_MOVED)) {
                throw new CannotStart(
                        "LEDGER_DATABASE_URL names a database whose business clock was moved in dev mode, so its"
                                + " log holds times that have not come yet. Production needs a database of its own.");
            }
        } catch (SQLException e) {
            throw new CannotStart("The database " + settings + " does not answer: " + e.getMessage(), e);
        }
    }

    private static boolean isTrue(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(query)) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
