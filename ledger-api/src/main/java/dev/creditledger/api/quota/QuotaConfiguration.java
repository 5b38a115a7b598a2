package dev.creditledger.api.quota;

import dev.creditledger.domain.Tier;
import dev.creditledger.domain.dispatch.ConfiguredQuotas;
import dev.creditledger.domain.quota.Window;
import java.util.List;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;

/** The tiers' quotas as they ship, with those of the settings in their place. */
@Configuration(proxyBeanMethods = false)
class QuotaConfiguration {

    private static final String IN_THE_ENVIRONMENT = "LEDGER_QUOTA_";
    private static final List<String> FEATURES = List.of("dubbing", "subtitles");

    @Bean
    ConfiguredQuotas configuredQuotas(ConfigurableEnvironment environment) {
        var names = new QuotaNames();
        for (var tier : Tier.values()) {
            for (var feature : FEATURES) {
                for (var window : Window.values()) {
                    names.set(
                            QuotaNames.PREFIX + tier + '.' + feature + '.' + window,
                            Long.toString(hours(tier, window) * 3_600));
                }
            }
        }
        environment.getPropertySources().stream().toList().reversed().forEach(source -> {
            if (source instanceof EnumerablePropertySource<?> named) {
                set(names, named, environment);
            }
        });
        var quotas = names.quotas();
        return () -> quotas;
    }

    private static void set(QuotaNames names, EnumerablePropertySource<?> source, Environment environment) {
        for (var name : source.getPropertyNames()) {
            if (name.startsWith(IN_THE_ENVIRONMENT)
                    || name.toLowerCase(Locale.ROOT).startsWith(QuotaNames.PREFIX)) {
                names.set(name, environment.getRequiredProperty(name));
            }
        }
    }

    /** As they ship: how long a tier's account may run each live feature. */
    private static long hours(Tier tier, Window window) {
        return switch (window) {
            case HOUR -> tier == Tier.FREE ? 2 : 4;
            case DAY ->
                switch (tier) {
                    case FREE -> 4;
                    case PRO, PERPETUAL -> 12;
                    case PRO_MAX, ENTERPRISE_PRO, ENTERPRISE_MAX -> 48;
                };
            case MONTH ->
                switch (tier) {
                    case FREE -> 40;
                    case PRO, PERPETUAL -> 200;
                    case PRO_MAX -> 600;
                    case ENTERPRISE_PRO, ENTERPRISE_MAX -> 3_000;
                };
        };
    }
}
