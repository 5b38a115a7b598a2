package dev.creditledger.domain.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.Margin.Dynamic;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.Margin.Tiered;
import dev.creditledger.domain.pricing.Margin.Tiered.Step;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import dev.creditledger.domain.pricing.PricingCommand.PriceFeature;
import dev.creditledger.domain.pricing.PricingCommand.PriceModels;
import dev.creditledger.domain.pricing.PricingCommand.RetireModel;
import dev.creditledger.domain.pricing.PricingCommand.SetMargin;
import dev.creditledger.domain.pricing.PricingEvent.MarginSet;
import dev.creditledger.domain.pricing.PricingEvent.ModelsPriced;
import dev.creditledger.domain.pricing.PricingEvent.ModelsPriced.Change;
import dev.creditledger.domain.pricing.PricingRejection.BookAlreadyOpened;
import dev.creditledger.domain.pricing.PricingRejection.BookFull;
import dev.creditledger.domain.pricing.PricingRejection.BookNotOpened;
import dev.creditledger.domain.pricing.PricingRejection.MarginLoses;
import dev.creditledger.domain.pricing.PricingRejection.NotPriced;
import dev.creditledger.domain.pricing.PricingRejection.NothingChanges;
import dev.creditledger.domain.pricing.PricingRejection.TooDear;
import dev.creditledger.domain.pricing.PricingRejection.VersionInThePast;
import dev.creditledger.domain.pricing.PricingRejection.VersionsOverlap;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PricingTest {

    private static final SubjectId ADMIN = new SubjectId("admin");
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Instant SOON = NOW.plus(PriceBook.LEAD);
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
    private static final ModelName MINI = new ModelName("openai", "gpt-5-mini");
    private static final ModelName NANO = new ModelName("openai", "gpt-5-nano");
    private static final Margin HALF_AS_MUCH_AGAIN = fixed("1.5");

    private PriceBook book = PriceBook.UNOPENED;

    @Test
    void a_book_opens_once_with_what_was_in_force_as_far_back_as_usage_may_be_told() {
        open(price(MINI, "0.25"));

        assertThat(reject(opening(price(MINI, "0.25")))).isEqualTo(new BookAlreadyOpened());
        assertThat(inputPrice(MINI, NOW.minus(PriceBook.LOOKS_BACK))).contains("0.25");
        assertThat(inputPrice(MINI, NOW.minus(PriceBook.LOOKS_BACK).minusNanos(1_000)))
                .isEmpty();
    }

    @Test
    void a_book_opens_with_prices_of_named_actions_each_with_a_number_of_its_own() {
        var upload = new FeaturePrice("upload", Credits.of(2), Map.of());
        var second = new FeaturePrice("second", Credits.of(1), Map.of());
        var features = new TreeMap<>(Map.of("live_dubbing", second, "audio_upload", upload));

        accept(new OpenBook(
                new BigDecimal("0.01"),
                HALF_AS_MUCH_AGAIN,
                List.of(price(MINI, "0.25")),
                features,
                ADMIN,
                FreeText.NONE,
                NOW));

        assertThat(book.feature("audio_upload", NOW)).hasValueSatisfying(price -> {
            assertThat(price.number()).isEqualTo(3);
            assertThat(price.value()).isEqualTo(upload);
        });
        assertThat(book.feature("live_dubbing", NOW.minus(PriceBook.LOOKS_BACK)))
                .hasValueSatisfying(price -> assertThat(price.number()).isEqualTo(4));
        assertThat(book.version()).isEqualTo(4);
    }

    @Test
    void a_credit_is_worth_something() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new OpenBook(BigDecimal.ZERO, HALF_AS_MUCH_AGAIN, List.of(), ADMIN, FreeText.NONE, NOW))
                .withMessageContaining("worth more than nothing");
    }

    @Test
    void nothing_is_changed_in_a_book_that_was_not_opened() {
        assertThat(reject(pricing(Optional.empty(), price(MINI, "1")))).isEqualTo(new BookNotOpened());
    }

    @Test
    void a_price_applies_from_its_instant_on_and_to_nothing_before() {
        open(price(MINI, "0.25"));

        accept(pricing(Optional.of(TOMORROW), price(MINI, "0.5")));

        assertThat(inputPrice(MINI, TOMORROW.minusNanos(1_000))).contains("0.25");
        assertThat(inputPrice(MINI, TOMORROW)).contains("0.5");
    }

    @Test
    void a_price_without_an_instant_applies_as_soon_as_every_node_can_know_it() {
        open(price(MINI, "0.25"));

        accept(pricing(Optional.empty(), price(MINI, "0.5")));

        assertThat(inputPrice(MINI, SOON.minusNanos(1_000))).contains("0.25");
        assertThat(inputPrice(MINI, SOON)).contains("0.5");
    }

    @Test
    void no_version_begins_before_every_node_can_know_it() {
        open(price(MINI, "0.25"));
        var early = SOON.minusNanos(1_000);

        var refused = new VersionInThePast(early, SOON);
        assertThat(reject(pricing(Optional.of(early), price(MINI, "1")))).isEqualTo(refused);
        assertThat(reject(retiring(MINI, Optional.of(early)))).isEqualTo(refused);
        assertThat(reject(margin(MarginScope.EVERYTHING, fixed("2"), false, Optional.of(early))))
                .isEqualTo(refused);
        assertThat(reject(feature("audio_upload", 2, Optional.of(early)))).isEqualTo(refused);
    }

    @Test
    void versions_begin_one_after_the_other() {
        open(price(MINI, "0.25"));
        accept(pricing(Optional.of(TOMORROW), price(MINI, "0.5")));

        assertThat(reject(pricing(Optional.of(TOMORROW), price(NANO, "1"), price(MINI, "1"))))
                .isEqualTo(new VersionsOverlap("openai/gpt-5-mini", TOMORROW, 3, TOMORROW));
        assertThat(reject(retiring(MINI, Optional.empty())))
                .isEqualTo(new VersionsOverlap("openai/gpt-5-mini", SOON, 3, TOMORROW));
    }

    @Test
    void a_change_says_what_was_before_and_leaves_out_what_is_the_same() {
        open(price(MINI, "0.25"));

        var event = (ModelsPriced) accept(pricing(Optional.empty(), price(MINI, "0.25"), price(NANO, "0.05")));
        var next = (ModelsPriced) accept(pricing(Optional.of(TOMORROW), price(MINI, "0.5")));

        assertThat(event.changes()).containsExactly(new Change(price(NANO, "0.05"), Optional.empty()));
        assertThat(next.changes())
                .containsExactly(new Change(
                        price(MINI, "0.5"), Optional.of(price(MINI, "0.25").prices())));
        assertThat(List.of(event.version(), next.version())).containsExactly(3, 4);
        assertThat(reject(pricing(Optional.empty(), price(NANO, "0.05")))).isEqualTo(new NothingChanges());
    }

    @Test
    void a_complete_list_retires_what_it_leaves_out() {
        open(price(MINI, "0.25"), price(NANO, "0.05"));
        var listed = List.of(price(MINI, "0.250"));

        var event =
                (ModelsPriced) accept(new PriceModels(listed, true, Optional.of(TOMORROW), ADMIN, FreeText.NONE, NOW));

        assertThat(event.changes()).isEmpty();
        assertThat(event.unchanged()).isEqualTo(1);
        assertThat(event.retired())
                .containsExactly(
                        new ModelsPriced.Retired(NANO, price(NANO, "0.05").prices()));
        assertThat(inputPrice(NANO, TOMORROW.minusNanos(1_000))).contains("0.05");
        assertThat(inputPrice(NANO, TOMORROW)).isEmpty();
        assertThat(reject(new PriceModels(listed, true, Optional.of(TOMORROW), ADMIN, FreeText.NONE, NOW)))
                .isEqualTo(new NothingChanges());
    }

    @Test
    void a_list_retires_no_more_than_one_event_can_say() {
        open(IntStream.rangeClosed(0, PriceBook.RETIRED_AT_ONCE_MAX)
                .mapToObj(i -> price(new ModelName("acme", "m" + i), "1"))
                .toArray(ModelPrice[]::new));

        assertThat(reject(
                        new PriceModels(List.of(price(MINI, "1")), true, Optional.empty(), ADMIN, FreeText.NONE, NOW)))
                .isEqualTo(new BookFull("models_retired_at_once", PriceBook.RETIRED_AT_ONCE_MAX));
    }

    @Test
    void the_same_price_from_an_earlier_instant_on_is_no_repetition() {
        open();
        accept(pricing(Optional.of(TOMORROW), price(MINI, "0.5")));

        assertThat(reject(pricing(Optional.of(TOMORROW), price(MINI, "0.50")))).isEqualTo(new NothingChanges());
        assertThat(reject(pricing(Optional.empty(), price(MINI, "0.5"))))
                .isEqualTo(new VersionsOverlap("openai/gpt-5-mini", SOON, 2, TOMORROW));
    }

    @Test
    void a_retired_model_is_unknown_from_then_on_and_can_come_back() {
        open(price(MINI, "0.25"), price(NANO, "0.05"));

        accept(retiring(MINI, Optional.of(TOMORROW)));

        assertThat(inputPrice(MINI, TOMORROW.minusNanos(1_000))).contains("0.25");
        assertThat(rate(MINI, TOMORROW)).isEqualTo(new Rating.Unpriced("openai", "gpt-5-mini"));
        assertThat(book.near(MINI, TOMORROW)).containsExactly("openai/gpt-5-nano");
        assertThat(reject(retiring(MINI, Optional.empty())))
                .isEqualTo(new NotPriced(MINI, List.of("openai/gpt-5-mini", "openai/gpt-5-nano")));
        accept(pricing(Optional.of(TOMORROW.plusSeconds(1)), price(MINI, "0.25")));
        assertThat(inputPrice(MINI, TOMORROW.plusSeconds(1))).contains("0.25");
    }

    @Test
    void the_narrowest_margin_counts_and_the_tier_more_than_the_model() {
        open(price(MINI, "0.25"), price(NANO, "0.05"));
        var pro = Optional.of(Tier.PRO);
        var openai = Optional.of("openai");
        var mini = Optional.of("gpt-5-mini");

        setMargin(new MarginScope(Optional.empty(), openai, mini), "1.6");
        setMargin(new MarginScope(pro, Optional.empty(), Optional.empty()), "1.4");
        assertThat(multiplier(MINI, Tier.FREE)).isEqualTo("1.6");
        assertThat(multiplier(NANO, Tier.FREE)).isEqualTo("1.5");
        assertThat(multiplier(MINI, Tier.PRO)).isEqualTo("1.4");

        setMargin(new MarginScope(pro, openai, Optional.empty()), "1.3");
        setMargin(new MarginScope(pro, openai, mini), "1.2");
        assertThat(multiplier(NANO, Tier.PRO)).isEqualTo("1.3");
        assertThat(multiplier(MINI, Tier.PRO)).isEqualTo("1.2");
    }

    @Test
    void a_model_has_one_price_in_one_change() {
        open(price(MINI, "0.25"));
        var before = book;

        assertThat(reject(pricing(Optional.empty(), price(NANO, "1"), price(MINI, "1"), price(NANO, "2"))))
                .isEqualTo(new VersionsOverlap("openai/gpt-5-nano", SOON, 3, SOON));
        assertThat(book).isEqualTo(before);
        book = PriceBook.UNOPENED;
        assertThat(reject(opening(price(MINI, "1"), price(MINI, "2")))).isInstanceOf(VersionsOverlap.class);
    }

    @Test
    void a_margin_below_one_must_be_meant() {
        open(price(MINI, "0.25"));
        var steps = new Tiered(List.of(step(0, "1.5"), step(100, "0.9")));

        assertThat(reject(margin(MarginScope.EVERYTHING, steps, false, Optional.empty())))
                .isEqualTo(new MarginLoses(new BigDecimal("0.9")));

        var event = (MarginSet) accept(margin(MarginScope.EVERYTHING, steps, true, Optional.empty()));
        assertThat(event.allowLoss()).isTrue();
        assertThat(event.before()).contains(HALF_AS_MUCH_AGAIN);
        assertThat(reject(margin(MarginScope.EVERYTHING, steps, true, Optional.of(TOMORROW))))
                .isEqualTo(new NothingChanges());
    }

    @Test
    void a_tiered_margin_goes_by_what_was_used_in_the_month() {
        var margin = new Tiered(List.of(step(0, "1.5"), step(100, "1.4"), step(1_000, "1.2")));

        assertThat(multiplier(margin, "99.999999")).isEqualTo("1.5");
        assertThat(multiplier(margin, "100")).isEqualTo("1.4");
        assertThat(multiplier(margin, "1000000")).isEqualTo("1.2");
    }

    @Test
    void a_dynamic_margin_keeps_the_price_in_credits_within_its_band_as_far_as_it_may() {
        // A million in and a million out, in credits: usd × multiplier / 0.01.
        var margin = new Dynamic(
                new BigDecimal("1.5"), new BigDecimal("1.1"), new BigDecimal("3"), Credits.of(300), Credits.of(600));

        assertThat(dynamic(margin, "3")).as("450 credits lie within").isEqualTo("1.5");
        assertThat(dynamic(margin, "1.4")).as("300 / 140, rounded up").isEqualTo("2.142858");
        assertThat(dynamic(margin, "0.5")).as("no more than 3").isEqualTo("3");
        assertThat(dynamic(margin, "4.1")).as("600 / 410, rounded down").isEqualTo("1.463414");
        assertThat(dynamic(margin, "9")).as("no less than 1.1").isEqualTo("1.1");
        assertThat(dynamic(margin, "0")).as("free stays free").isEqualTo("1.5");
    }

    @Test
    void margins_that_make_no_sense_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> fixed("0"));
        assertThatIllegalArgumentException().isThrownBy(() -> fixed("1000.1"));
        assertThatIllegalArgumentException().isThrownBy(() -> fixed("1.0000001"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tiered(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Tiered(List.of(step(1, "2"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tiered(List.of(step(0, "2"), step(5, "2"), step(5, "3"))));
    }

    @Test
    void nothing_costs_more_than_an_amount_can_be() {
        open(price(MINI, "0.25"));

        assertThat(reject(pricing(Optional.empty(), price(NANO, "999999")))).isEqualTo(new TooDear(NANO));
        accept(pricing(Optional.empty(), price(NANO, "500")));
        assertThat(reject(margin(MarginScope.EVERYTHING, fixed("1000"), false, Optional.empty())))
                .isEqualTo(new TooDear(NANO));
    }

    @Test
    void a_feature_has_a_price_of_its_own_for_some_tiers() {
        open(price(MINI, "0.25"));

        accept(feature("audio_upload", 2, Optional.empty()));

        var price = book.feature("audio_upload", SOON).orElseThrow().value();
        assertThat(price.of(Tier.FREE)).isEqualTo(Credits.of(2));
        assertThat(price.of(Tier.PRO_MAX)).isEqualTo(Credits.of(1));
        assertThat(book.feature("audio_upload", NOW)).isEmpty();
        assertThat(reject(feature("audio_upload", 2, Optional.of(TOMORROW)))).isEqualTo(new NothingChanges());
    }

    @Test
    void only_so_many_versions_can_wait() {
        open(price(MINI, "0.25"));
        IntStream.range(0, PriceBook.SCHEDULED_MAX)
                .forEach(day -> accept(pricing(
                        Optional.of(TOMORROW.plus(Duration.ofDays(day))), price(MINI, String.valueOf(day + 1)))));

        assertThat(reject(pricing(Optional.of(TOMORROW.plus(Duration.ofDays(99))), price(MINI, "99"))))
                .isEqualTo(new BookFull("scheduled_versions", PriceBook.SCHEDULED_MAX));
    }

    @Test
    void what_was_in_force_too_long_ago_is_forgotten() {
        open(price(MINI, "0.25"));
        accept(pricing(Optional.empty(), price(MINI, "0.5")));

        var later = SOON.plus(PriceBook.LOOKS_BACK).plus(Duration.ofDays(1)).plusSeconds(1);
        accept(new PriceModels(List.of(price(MINI, "1")), false, Optional.empty(), ADMIN, FreeText.NONE, later));

        assertThat(Objects.requireNonNull(book.models().get(MINI)).versions())
                .extracting(version -> version.value()
                        .orElseThrow()
                        .prices()
                        .inputUsdPerMillion()
                        .toPlainString())
                .containsExactly("0.5", "1");
    }

    // --- given, when, then

    private void open(ModelPrice... models) {
        accept(opening(models));
    }

    private static OpenBook opening(ModelPrice... models) {
        return new OpenBook(new BigDecimal("0.01"), HALF_AS_MUCH_AGAIN, List.of(models), ADMIN, FreeText.NONE, NOW);
    }

    private static PriceModels pricing(Optional<Instant> effectiveAt, ModelPrice... models) {
        return new PriceModels(List.of(models), false, effectiveAt, ADMIN, FreeText.NONE, NOW);
    }

    private static RetireModel retiring(ModelName model, Optional<Instant> effectiveAt) {
        return new RetireModel(model, effectiveAt, ADMIN, FreeText.NONE, NOW);
    }

    private static SetMargin margin(
            MarginScope scope, Margin margin, boolean allowLoss, Optional<Instant> effectiveAt) {
        return new SetMargin(scope, margin, allowLoss, effectiveAt, ADMIN, FreeText.NONE, NOW);
    }

    private void setMargin(MarginScope scope, String multiplier) {
        accept(margin(scope, fixed(multiplier), false, Optional.empty()));
    }

    private static PriceFeature feature(String name, long credits, Optional<Instant> effectiveAt) {
        var price = new FeaturePrice("upload", Credits.of(credits), Map.of(Tier.PRO_MAX, Credits.of(1)));
        return new PriceFeature(name, price, effectiveAt, ADMIN, FreeText.NONE, NOW);
    }

    /** The last event. */
    private PricingEvent accept(PricingCommand command) {
        return switch (book.decide(command)) {
            case Accepted<PricingEvent, PricingRejection>(var events) -> {
                events.forEach(event -> book = book.evolve(event));
                yield events.getLast();
            }
            case Rejected<PricingEvent, PricingRejection>(var reason) ->
                throw new AssertionError("rejected: " + reason);
        };
    }

    private PricingRejection reject(PricingCommand command) {
        return switch (book.decide(command)) {
            case Accepted<PricingEvent, PricingRejection>(var events) ->
                throw new AssertionError("accepted: " + events);
            case Rejected<PricingEvent, PricingRejection>(var reason) -> reason;
        };
    }

    private static ModelPrice price(ModelName name, String input) {
        var usd = new BigDecimal(input);
        return new ModelPrice(name, "chat", new TokenPrices(usd, usd, usd));
    }

    private static Margin fixed(String multiplier) {
        return new FixedPercentage(new BigDecimal(multiplier));
    }

    private static Step step(long from, String multiplier) {
        return new Step(Credits.of(from), new BigDecimal(multiplier));
    }

    private Optional<String> inputPrice(ModelName model, Instant when) {
        return book.model(model, when)
                .map(version -> version.value().prices().inputUsdPerMillion().toPlainString());
    }

    private Rating rate(ModelName model, Instant when) {
        return book.rate(new TokenUsage(model.vendor(), model.model(), 1_000_000, 0, 0), when, Tier.FREE, Credits.ZERO);
    }

    private String multiplier(ModelName model, Tier tier) {
        return ((FixedPercentage) book.margin(tier, model, SOON).value())
                .multiplier()
                .toPlainString();
    }

    private static String multiplier(Margin margin, String used) {
        return margin.multiplier(
                        price(MINI, "1").prices(), new BigDecimal("0.01"), Credits.exactly(new BigDecimal(used)))
                .toPlainString();
    }

    private static String dynamic(Margin margin, String usdForBoth) {
        var prices = new TokenPrices(new BigDecimal(usdForBoth), BigDecimal.ZERO, BigDecimal.ZERO);
        return margin.multiplier(prices, new BigDecimal("0.01"), Credits.ZERO)
                .stripTrailingZeros()
                .toPlainString();
    }
}
