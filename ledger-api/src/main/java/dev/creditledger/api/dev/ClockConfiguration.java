package dev.creditledger.api.dev;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The business clock: the real one, except in dev mode. */
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

    private static final String MODE = "ledger.mode";
    private static final String DEV = "dev";

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = MODE, havingValue = "production")
    static class Production {
        @Bean
        InstantSource businessClock() {
            return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = MODE, havingValue = DEV)
    static class DevMode {
        @Bean
        DevClock businessClock(JdbcClient sql) {
            return new DevClock(sql, InstantSource.system());
        }
    }
}
