package dev.creditledger.commands.finance;

import dev.creditledger.commands.clock.ClockGuard;
import dev.creditledger.domain.dispatch.BooksDesk;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.Vault;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FinanceCommandsConfiguration {

    @Bean
    BooksDesk booksDesk(EventLog log, Vault vault, ClockGuard clock) {
        return new BooksKeeper(log, vault, clock::refusal);
    }
}
