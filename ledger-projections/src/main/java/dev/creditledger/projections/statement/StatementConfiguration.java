package dev.creditledger.projections.statement;

import dev.creditledger.projections.Projection;
import dev.creditledger.projections.Unsealing;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class StatementConfiguration {

    @Bean
    Projection statementProjection() {
        return new StatementProjection();
    }

    @Bean
    StatementQuery statementQuery(DSLContext sql, Unsealing unsealing) {
        return new StatementQuery(sql, unsealing);
    }
}
