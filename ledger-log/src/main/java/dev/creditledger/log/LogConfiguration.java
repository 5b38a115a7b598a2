package dev.creditledger.log;

import dev.creditledger.domain.dispatch.Pseudonyms;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.PostgresEventStorageEngine;
import dev.creditledger.log.store.SnapshotStore;
import dev.creditledger.log.vault.MasterKey;
import dev.creditledger.log.vault.MasterKeySettings;
import dev.creditledger.log.vault.Vault;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The log as Spring beans. The application brings the {@link DataSource} of a migrated database and the master key. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MasterKeySettings.class)
public class LogConfiguration {

    @Bean
    MasterKey masterKey(MasterKeySettings settings) {
        return settings.read();
    }

    @Bean
    Vault vault(DataSource dataSource, MasterKey masterKey) {
        return Vault.open(dataSource, masterKey);
    }

    @Bean
    Pseudonyms pseudonyms(Vault vault) {
        return subject -> vault.fingerprint("pseudonym of " + subject.value());
    }

    @Bean
    EventLog eventLog(DataSource dataSource, Vault vault) {
        return new EventLog(dataSource, vault);
    }

    @Bean
    SnapshotStore snapshotStore(DataSource dataSource) {
        return new SnapshotStore(dataSource);
    }

    @Bean
    EventStorageEngine eventStorageEngine(EventLog log, SnapshotStore snapshots) {
        return new PostgresEventStorageEngine(log, snapshots);
    }
}
