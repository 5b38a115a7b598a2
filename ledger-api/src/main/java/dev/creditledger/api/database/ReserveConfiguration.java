package dev.creditledger.api.database;

import java.io.IOException;
import java.nio.file.Files;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps a reserve on the disk when the database is our own. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("ledger.reserve.directory")
@EnableConfigurationProperties(ReserveSettings.class)
class ReserveConfiguration {

    @Bean
    DiskRoom diskRoom(ReserveSettings settings) {
        try {
            return new DiskRoom(
                    Files.getFileStore(settings.directory()), settings.room().toBytes());
        } catch (IOException e) {
            throw new IllegalStateException("the disk of " + settings.directory() + " cannot be found", e);
        }
    }
}
