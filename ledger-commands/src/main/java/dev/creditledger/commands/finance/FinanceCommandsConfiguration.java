package dev.creditledger.commands.finance;

import dev.creditledger.domain.dispatch.BooksDesk;
import dev.creditledger.domain.dispatch.Refusal;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.Vault;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FinanceCommandsConfiguration {

    @Bean
    BooksDesk booksDesk(EventLog log, Vault vault, List<Refusal> refusals) {
        return new BooksKeeper(log, vault, Refusal.anyOf(refusals)::now);
    }
}
