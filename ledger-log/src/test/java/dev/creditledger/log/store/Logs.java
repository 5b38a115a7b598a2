package dev.creditledger.log.store;

import dev.creditledger.log.codec.EventCodec;
import dev.creditledger.log.codec.MetadataCodec;
import dev.creditledger.log.vault.Vault;
import java.time.Duration;
import javax.sql.DataSource;

/** Logs as tests outside this package need them. */
public final class Logs {

    private Logs() {}

    /** One that soon says that an outcome is unknown. */
    public static EventLog impatient(DataSource dataSource, Vault vault) {
        return new EventLog(
                dataSource,
                vault,
                new EventCodec(vault),
                new MetadataCodec(vault),
                new Patience(3, Duration.ofMillis(2), Duration.ofSeconds(2)));
    }
}
