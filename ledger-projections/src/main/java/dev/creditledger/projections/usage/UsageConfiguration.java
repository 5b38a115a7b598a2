package dev.creditledger.projections.usage;

import dev.creditledger.log.store.EventLog;
import dev.creditledger.projections.Projection;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class UsageConfiguration {

    @Bean
    Projection usageProjection() {
        return new UsageProjection();
    }

    @Bean
    UsageQuery usageQuery(DSLContext sql) {
        return new UsageQuery(sql);
    }

    @Bean
    UsageLedgerQuery usageLedgerQuery(EventLog log) {
        return new UsageLedgerQuery(log);
    }
}
