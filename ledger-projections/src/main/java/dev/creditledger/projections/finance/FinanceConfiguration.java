package dev.creditledger.projections.finance;

import dev.creditledger.log.store.EventLog;
import dev.creditledger.projections.Projection;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FinanceConfiguration {

    @Bean
    Projection financeProjection() {
        return new FinanceProjection(Buckets.OF_THE_BOOKS);
    }

    @Bean
    FinanceQuery financeQuery(DSLContext sql, EventLog log) {
        return new FinanceQuery(sql, log, Buckets.OF_THE_BOOKS);
    }

    @Bean
    PeriodsQuery periodsQuery(EventLog log) {
        return new PeriodsQuery(log);
    }
}
