package dev.creditledger.projections.account;

import dev.creditledger.domain.dispatch.DueAccounts;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.projections.Projection;
import dev.creditledger.projections.ProjectionPosition;
import dev.creditledger.projections.Unsealing;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AccountProjectionConfiguration {

    @Bean
    Projection accountProjection() {
        return new AccountProjection();
    }

    @Bean
    AccountQueries accountQueries(DSLContext sql, EventLog log, Unsealing unsealing) {
        return new AccountQueries(sql, log, unsealing);
    }

    @Bean
    BalanceQuery balanceQuery(DSLContext sql) {
        return new BalanceQuery(sql);
    }

    @Bean
    DueAccounts dueAccounts(DSLContext sql, ProjectionPosition position) {
        return new DueAccountsQuery(sql, position);
    }
}
