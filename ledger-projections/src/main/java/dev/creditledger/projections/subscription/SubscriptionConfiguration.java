package dev.creditledger.projections.subscription;

import dev.creditledger.projections.Projection;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SubscriptionConfiguration {

    @Bean
    Projection subscriptionProjection() {
        return new SubscriptionProjection();
    }

    @Bean
    SubscriptionQuery subscriptionQuery(DSLContext sql) {
        return new SubscriptionQuery(sql);
    }
}
