package dev.creditledger.projections.pricing;

import dev.creditledger.log.store.EventLog;
import dev.creditledger.projections.Unsealing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class PricingHistoryConfiguration {

    @Bean
    MarginHistory marginHistory(EventLog log, Unsealing unsealing) {
        return new MarginHistory(log.history(), unsealing);
    }
}
