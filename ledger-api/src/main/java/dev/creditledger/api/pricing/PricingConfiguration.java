package dev.creditledger.api.pricing;

import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.pricing.PricingRejection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
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
    PriceBook priceBook(PricingSettings settings, InstantSource clock) throws IOException {
        var name = settings.file().orElse(SHIPPED);
        try (var csv = open(settings)) {
            return opened(new OpenBook(
                    settings.creditWorthUsd(),
                    new FixedPercentage(settings.margin()),
                    PriceList.read(name, csv),
                    new SubjectId("settings"),
                    FreeText.NONE,
                    clock.instant()));
        }
    }

    static PriceBook opened(OpenBook command) {
        return switch (PriceBook.UNOPENED.decide(command)) {
            case Accepted<PricingEvent, PricingRejection>(var events) -> {
                var book = PriceBook.UNOPENED;
                for (var event : events) {
                    book = book.evolve(event);
                }
                yield book;
            }
            case Rejected<PricingEvent, PricingRejection>(var reason) ->
                throw new IllegalArgumentException("these settings make no price book: " + reason);
        };
    }

    private static InputStream open(PricingSettings settings) throws IOException {
        return settings.file().isPresent()
                ? Files.newInputStream(Path.of(settings.file().get()))
                : Objects.requireNonNull(PricingConfiguration.class.getResourceAsStream(SHIPPED), SHIPPED);
    }
}
