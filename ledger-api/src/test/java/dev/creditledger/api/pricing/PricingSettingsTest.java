package dev.creditledger.api.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.pricing.FeaturePrice;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PricingSettingsTest {

    @Test
    void some_named_actions_have_a_price_unless_somebody_says_otherwise() {
        assertThat(bound(Map.of()).featurePrices())
                .hasSize(3)
                .containsEntry("audio_upload", price("upload", "2"))
                .containsEntry("live_dubbing", price("second", "1"))
                .containsEntry("live_subtitles", price("second", "0.5"));
    }

    @Test
    void other_actions_can_be_named_or_none() {
        assertThat(bound(Map.of("ledger.pricing.features", "page.view=0.000001/view,scan=3/page"))
                        .featurePrices())
                .hasSize(2)
                .containsEntry("page.view", price("view", "0.000001"))
                .containsEntry("scan", price("page", "3"));
        assertThat(bound(Map.of("ledger.pricing.features", "")).featurePrices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '§', textBlock = """
            ledger.pricing.credit-worth-usd | 0                    | ledger.pricing.credit-worth-usd must be above 0
            ledger.pricing.credit-worth-usd | -1                   | ledger.pricing.credit-worth-usd must be above 0
            ledger.pricing.credit-worth-usd | 0.0000001            | with at most 6 decimals
            ledger.pricing.margin           | 0                    | ledger.pricing.margin must be above 0
            ledger.pricing.margin           | 1001                 | at most 1000
            ledger.pricing.margin           | 1.0000001            | with at most 6 decimals
            ledger.pricing.features         | audio_upload         | 'audio_upload', which is not NAME=CREDITS/UNIT
            ledger.pricing.features         | a b=1/upload         | which is not NAME=CREDITS/UNIT
            ledger.pricing.features         | scan=-1/page         | which is not NAME=CREDITS/UNIT
            ledger.pricing.features         | scan=1/A Page        | which is not NAME=CREDITS/UNIT
            ledger.pricing.features         | scan=1/page,scan=2/s | has scan twice
            """)
    void what_cannot_be_used_is_refused_with_the_name_of_the_setting(String name, String value, String complaint) {
        assertThatThrownBy(() -> bound(Map.of(name, value)))
                .rootCause()
                .hasMessageContaining(name)
                .hasMessageContaining(complaint);
    }

    private static FeaturePrice price(String unit, String credits) {
        return new FeaturePrice(unit, Credits.exactly(new BigDecimal(credits)), Map.of());
    }

    private static PricingSettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("ledger.pricing", PricingSettings.class);
    }
}
