package dev.creditledger.domain.root;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountCommand.DeductFeature;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountRejection.InsufficientCredits;
import dev.creditledger.domain.account.AccountRejection.QuantityTooLarge;
import dev.creditledger.domain.account.AccountRejection.SpendingStopped;
import dev.creditledger.domain.account.AccountRejection.UnknownFeature;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.FeatureUse;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeaturePriceTest {

    private static final Instant NOW = Instant.parse("2027-06-01T00:00:00Z");
    private static final Instant DEARER = Instant.parse("2027-06-02T00:00:00Z");

    private final Customer customer = Customer.openedAt(NOW);
    private PriceBook book = Prices.BOOK;

    @BeforeEach
    void prices() {
        var before = NOW.minusSeconds(60);
        book = Prices.feature(
                book, "live_dubbing", "1", Map.of(Tier.PRO, Credits.exactly(new BigDecimal("0.75"))), before);
        book = Prices.feature(book, "audio_upload", "2", Map.of(Tier.PRO_MAX, Credits.ZERO), before);
        book = Prices.feature(book, "pixel", "0.000003", Map.of(), before);
        book = Prices.feature(book, "live_dubbing", "4", Map.of(), DEARER);
        customer.accept(Customer.promotion("gift", Credits.of(1_000), Optional.empty(), NOW));
    }

    @Test
    void a_named_action_costs_its_price_times_the_quantity_and_says_why() {
        var deducted = deduct("d", "live_dubbing", "90.5", NOW);

        assertThat(deducted.amount()).isEqualTo(credits("90.5"));
        assertThat(deducted.feature()).contains("live_dubbing");
        assertThat(deducted.use())
                .contains(
                        new FeatureUse("second", new BigDecimal("90.5"), Credits.of(1), Tier.FREE, 4, credits("90.5")));
        assertThat(customer.available()).isEqualTo(credits("909.5"));
    }

    @Test
    void it_is_rounded_up_once_at_the_sixth_decimal() {
        assertThat(deduct("d1", "pixel", "0.000001", NOW).amount()).isEqualTo(credits("0.000001"));
        assertThat(deduct("d2", "pixel", "1.333333", NOW).amount()).isEqualTo(credits("0.000004"));
        assertThat(deduct("d3", "pixel", "1000000", NOW).amount()).isEqualTo(Credits.of(3));
    }

    @Test
    void a_tier_may_have_a_price_of_its_own_from_the_moment_it_is_subscribed_to() {
        customer.subscribe(Plans.NOT_ROLLING, NOW);
        assertThat(deduct("d1", "live_dubbing", "100", NOW).amount()).isEqualTo(Credits.of(75));
        assertThat(deduct("d2", "audio_upload", "1", NOW).amount()).isEqualTo(Credits.of(2));

        customer.subscribe(Plans.PRO_MAX, NOW);
        assertThat(deduct("d3", "live_dubbing", "100", NOW).amount()).isEqualTo(Credits.of(100));
        var free = deduct("d4", "audio_upload", "7", NOW);
        assertThat(free.amount()).isEqualTo(Credits.ZERO);
        assertThat(free.use().orElseThrow().tier()).isEqualTo(Tier.PRO_MAX);
    }

    @Test
    void the_version_in_force_counts_to_the_microsecond() {
        assertThat(deduct("d1", "live_dubbing", "1", DEARER.minusNanos(1_000)).amount())
                .isEqualTo(Credits.of(1));
        var dearer = deduct("d2", "live_dubbing", "1", DEARER);
        assertThat(dearer.amount()).isEqualTo(Credits.of(4));
        assertThat(dearer.use().orElseThrow().priceVersion()).isEqualTo(7);
    }

    @Test
    void an_unknown_feature_is_refused_and_near_names_are_found() {
        assertThat(customer.reject(feature("d", "audio_uplaod", "1", NOW)))
                .isEqualTo(new UnknownFeature("audio_uplaod"));
        assertThat(book.nearFeatures("audio_uplaod", NOW)).containsExactly("audio_upload");
        assertThat(customer.reject(feature("d", "x".repeat(200), "1", NOW)))
                .isEqualTo(new UnknownFeature("x".repeat(200)));
        assertThat(book.nearFeatures("x".repeat(200), NOW)).isEmpty();
    }

    @Test
    void a_feature_whose_price_has_yet_to_begin_is_unknown_and_not_near() {
        book = Prices.feature(book, "audio_uploads", "2", Map.of(), DEARER);

        assertThat(customer.reject(feature("d", "audio_uploads", "1", NOW)))
                .isEqualTo(new UnknownFeature("audio_uploads"));
        assertThat(book.nearFeatures("audio_uploads", NOW)).containsExactly("audio_upload");
    }

    @Test
    void what_no_amount_can_pay_is_too_much() {
        assertThat(customer.reject(feature("d", "audio_upload", "500000000", NOW)))
                .isEqualTo(new QuantityTooLarge("audio_upload", new BigDecimal("500000000")));
        assertThat(customer.reject(feature("d", "audio_upload", "499999999.999999", NOW)))
                .isEqualTo(new InsufficientCredits(credits("999999999.999998"), Credits.of(1_000)));
    }

    @Test
    void who_may_not_spend_may_not_even_what_costs_nothing() {
        customer.subscribe(Plans.PRO_MAX, NOW);
        customer.become(SubscriptionStatus.SUSPENDED, NOW);

        assertThat(customer.reject(feature("d", "audio_upload", "1", NOW)))
                .isEqualTo(new SpendingStopped(Customer.ID, "subscription_suspended"));
    }

    private CreditsDeducted deduct(String key, String feature, String quantity, Instant at) {
        return (CreditsDeducted)
                customer.accept(feature(key, feature, quantity, at)).getLast();
    }

    private DeductFeature feature(String key, String feature, String quantity, Instant at) {
        return new DeductFeature(
                Customer.ID,
                Customer.deductionId(key),
                feature,
                new BigDecimal(quantity),
                book,
                DeductionType.CUSTOM,
                FreeText.NONE,
                at);
    }

    private static Credits credits(String amount) {
        return Credits.exactly(new BigDecimal(amount));
    }
}
