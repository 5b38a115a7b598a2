package dev.creditledger.api.limits;

import dev.creditledger.api.database.DatabaseSettings;
import dev.creditledger.domain.dispatch.Pseudonyms;
import io.github.bucket4j.TimeMeter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Limits run by the real clock: what dev mode's business clock does makes nobody's minute shorter. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RateLimitSettings.class)
class RateLimitConfiguration {

    @Bean
    @ConditionalOnProperty(name = "ledger.rate-limit.shared", havingValue = "false", matchIfMissing = true)
    RateLimits limitsOfThisNode(RateLimitSettings settings) {
        return new RateLimits(
                new Policies(settings), (_, policy) -> new Counter.OnThisNode(policy, TimeMeter.SYSTEM_NANOTIME));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("ledger.rate-limit.shared")
    static class Shared {

        @Bean(destroyMethod = "close")
        SharedBuckets sharedBuckets(DatabaseSettings database, RateLimitSettings settings) {
            return new SharedBuckets(database, settings.patience(), TimeMeter.SYSTEM_MILLISECONDS);
        }

        @Bean
        RateLimits limitsOfAllNodes(RateLimitSettings settings, SharedBuckets buckets, Pseudonyms pseudonyms) {
            return new RateLimits(new Policies(settings), (subject, policy) -> {
                // With the limit in it: where it was changed, counting begins anew.
                var key = policy.name() + ':' + policy.perMinute() + ':' + pseudonyms.of(subject);
                return new Counter.OnAllNodes(
                        policy, () -> buckets.take(key, policy), settings.patience(), TimeMeter.SYSTEM_NANOTIME);
            });
        }
    }
}
