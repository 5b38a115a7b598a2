package dev.creditledger.api.database;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the server reaches its database.
 *
 * @param url JDBC URL, {@code jdbc:postgresql://…}
 * @param user the server's role, never the owner of the log
 * @param connectionsMax most connections held at a time
 * @param connectionTimeout longest wait for a free one
 * @param readOnly whether the database is to refuse whatever would change something
 */
@ConfigurationProperties("ledger.database")
public record DatabaseSettings(
        @DefaultValue("") String url,
        @DefaultValue(Migration.APP_ROLE) String user,
        @DefaultValue("") String password,
        @DefaultValue("12") int connectionsMax,
        @DefaultValue("5s") Duration connectionTimeout,
        @DefaultValue("false") boolean readOnly) {

    public DatabaseSettings {
        if (connectionsMax < 4 || connectionsMax > 200) {
            throw new IllegalArgumentException(
                    "ledger.database.connections-max lies between 4 and 200: " + connectionsMax);
        }
    }

    /** Nothing of the password. */
    @Override
    public String toString() {
        return user + " at " + url;
    }
}
