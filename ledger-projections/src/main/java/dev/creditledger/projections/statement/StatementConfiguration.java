package dev.creditledger.projections.statement;

import dev.creditledger.log.store.EventLog;
import dev.creditledger.projections.Unsealing;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StatementConfiguration {

    @Bean
    StatementQuery statementQuery(EventLog log, Unsealing unsealing) {
        return new StatementQuery(log.history(), unsealing);
    }
}
