package dev.creditledger.api.database;

import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.PriceDesk;
import java.io.IOException;
import java.nio.file.Files;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the {@link Reserve} before the write side when the database is our own. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("ledger.reserve.directory")
@EnableConfigurationProperties(ReserveSettings.class)
class ReserveConfiguration {

    @Bean
    static BeanPostProcessor reserve(ObjectProvider<ReserveSettings> settings) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return switch (bean) {
                    case Dispatch dispatch -> new Reserve(dispatch, room(settings.getObject()));
                    case PriceDesk prices -> new Reserve.OfPrices(prices, room(settings.getObject()));
                    default -> bean;
                };
            }
        };
    }

    private static DiskRoom room(ReserveSettings settings) {
        try {
            return new DiskRoom(
                    Files.getFileStore(settings.directory()), settings.room().toBytes());
        } catch (IOException e) {
            throw new IllegalStateException("the disk of " + settings.directory() + " cannot be found", e);
        }
    }
}
