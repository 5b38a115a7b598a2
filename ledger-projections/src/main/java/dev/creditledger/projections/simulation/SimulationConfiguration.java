package dev.creditledger.projections.simulation;

import dev.creditledger.log.store.EventLog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class SimulationConfiguration {

    @Bean
    Simulator simulator(EventLog log) {
        return new Simulator(log);
    }
}
