package dev.creditledger.api.pricing;

import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.dispatch.FirstPrices;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the price book opens with, once: from then on it is changed over HTTP. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PricingSettings.class)
class PricingConfiguration {

    private static final SubjectId SETTINGS = new SubjectId("settings");

    @Bean
    FirstPrices firstPrices(PricingSettings settings) {
        return at -> new OpenBook(
                settings.creditWorthUsd(),
                new FixedPercentage(settings.margin()),
                settings.prices(),
                settings.featurePrices(),
                SETTINGS,
                FreeText.NONE,
                at);
    }
}
