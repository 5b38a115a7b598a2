package dev.creditledger.api.pricing;

import dev.creditledger.domain.pricing.PriceBook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The price book: one version and one margin for now. What takes its place later rates behind the same method. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PricingSettings.class)
class PricingConfiguration {

    private static final String SHIPPED = "model-prices.csv";

    @Bean
    PriceBook priceBook(PricingSettings settings) throws IOException {
        var name = settings.file().orElse(SHIPPED);
        try (var csv = open(settings)) {
            return new PriceBook(
                    settings.version(), settings.margin(), settings.creditWorthUsd(), PriceList.read(name, csv));
        }
    }

    private static InputStream open(PricingSettings settings) throws IOException {
        return settings.file().isPresent()
                ? Files.newInputStream(Path.of(settings.file().get()))
                : Objects.requireNonNull(PricingConfiguration.class.getResourceAsStream(SHIPPED), SHIPPED);
    }
}
