package dev.creditledger.projections.quota;

import dev.creditledger.projections.Projection;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class QuotaProjectionConfiguration {

    @Bean
    Projection quotaProjection() {
        return new QuotaProjection();
    }

    @Bean
    QuotaQuery quotaQuery(DSLContext sql) {
        return new QuotaQuery(sql);
    }
}
