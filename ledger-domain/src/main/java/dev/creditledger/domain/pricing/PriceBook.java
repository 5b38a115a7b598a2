package dev.creditledger.domain.pricing;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.PricingEvent.BookOpened;
import dev.creditledger.domain.pricing.PricingEvent.FeaturePriced;
import dev.creditledger.domain.pricing.PricingEvent.MarginSet;
import dev.creditledger.domain.pricing.PricingEvent.ModelRetired;
import dev.creditledger.domain.pricing.PricingEvent.ModelsPriced;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * What everything costs and when: vendors' prices, margins on them, and prices of features, as its events have made it.
 * It knows what has yet to begin and what was in force up to {@link #LOOKS_BACK} ago, so it stays small.
 *
 * @param version number of the last change, from 1; 0: it has not been opened
 * @param clock when the last event was booked
 * @param creditWorthUsd US dollars that one credit is worth
 * @param models empty in a version: retired
 */
public record PriceBook(
        int version,
        Instant clock,
        BigDecimal creditWorthUsd,
        Map<ModelName, Timeline<Optional<ModelPrice>>> models,
        Map<MarginScope, Timeline<Margin>> margins,
        Map<String, Timeline<FeaturePrice>> features) {

    /** No account can have this name. */
    public static final String NAME = "pricing/price-book";

    /** Every node knows a change before it begins, or prices nothing. */
    public static final Duration LEAD = Duration.ofSeconds(5);

    /** Usage may be told this long after it occurred. */
    public static final Duration LOOKS_BACK = Duration.ofDays(7);

    /** A clock that is a moment off does not find the end of what is known. */
    private static final Duration KEPT = LOOKS_BACK.plusDays(1);

    public static final int MODELS_MAX = 10_000;
    public static final int MARGINS_MAX = 5_000;
    public static final int FEATURES_MAX = 2_000;

    /** Models that one list retires by leaving them out: all that a change says fits into one event of the log. */
    public static final int RETIRED_AT_ONCE_MAX = 500;

    /** Versions of one thing that have yet to begin. */
    public static final int SCHEDULED_MAX = 50;

    public static final PriceBook UNOPENED =
            new PriceBook(0, Instant.MIN, BigDecimal.ONE, Map.of(), Map.of(), Map.of());

    private static final BigDecimal TOKENS_MAX = BigDecimal.valueOf(TokenUsage.TOKENS_MAX);
    private static final int NEAR_MAX = 5;

    /** Few characters of a short name are more than half of it. */
    private static final int DISTANCE_ALWAYS_NEAR = 4;

    public PriceBook {
        models = Map.copyOf(models);
        margins = Map.copyOf(margins);
        features = Map.copyOf(features);
    }

    public boolean isOpen() {
        return version > 0;
    }

    // --- deciding

    public Decision<PricingEvent, PricingRejection> decide(PricingCommand command) {
        return new Pricing(this, command.at().isBefore(clock) ? clock : command.at()).of(command);
    }

    public PriceBook evolve(PricingEvent event) {
        return switch (event) {
            case BookOpened it ->
                next(it, it.creditWorthUsd(), models, with(margins, MarginScope.EVERYTHING, it, it.margin()), features);
            case ModelsPriced it -> next(it, creditWorthUsd, with(models, it), margins, features);
            case ModelRetired it ->
                next(it, creditWorthUsd, with(models, it.model(), it, Optional.empty()), margins, features);
            case MarginSet it -> next(it, creditWorthUsd, models, with(margins, it.scope(), it, it.margin()), features);
            case FeaturePriced it ->
                next(it, creditWorthUsd, models, margins, with(features, it.feature(), it, it.price()));
        };
    }

    private static PriceBook next(
            PricingEvent event,
            BigDecimal creditWorthUsd,
            Map<ModelName, Timeline<Optional<ModelPrice>>> models,
            Map<MarginScope, Timeline<Margin>> margins,
            Map<String, Timeline<FeaturePrice>> features) {
        return new PriceBook(event.version(), event.bookedAt(), creditWorthUsd, models, margins, features);
    }

    private static Map<ModelName, Timeline<Optional<ModelPrice>>> with(
            Map<ModelName, Timeline<Optional<ModelPrice>>> models, ModelsPriced priced) {
        var changed = new HashMap<>(models);
        priced.changes().forEach(change -> put(changed, change.after().name(), priced, Optional.of(change.after())));
        priced.retired().forEach(retired -> put(changed, retired.model(), priced, Optional.empty()));
        return changed;
    }

    private static <K, T> Map<K, Timeline<T>> with(Map<K, Timeline<T>> all, K key, PricingEvent event, T value) {
        var changed = new HashMap<>(all);
        put(changed, key, event, value);
        return changed;
    }

    private static <K, T> void put(Map<K, Timeline<T>> all, K key, PricingEvent event, T value) {
        var version = new Timeline.Version<>(event.version(), event.effectiveAt(), value);
        var known = all.getOrDefault(key, Timeline.none());
        all.put(key, known.with(version).since(event.bookedAt().minus(KEPT)));
    }

    // --- rating

    /** What the tokens cost by what was in force at {@code when}. */
    public Rating rate(TokenUsage tokens, Instant when, Tier tier, Credits usedThisMonth) {
        var name = new ModelName(tokens.vendor(), tokens.model());
        var found = model(name, when);
        if (found.isEmpty()) {
            return new Rating.Unpriced(name.vendor(), name.model());
        }
        var price = found.get();
        var prices = price.value().prices();
        var inForce = margin(tier, name, when);
        var margin = inForce.value().multiplier(prices, creditWorthUsd, usedThisMonth);
        return new Rating.Rated(
                RatedUsage.of(tokens, prices, margin, creditWorthUsd, price.number(), inForce.number(), tier));
    }

    /** Empty: unknown, or retired by then. */
    public Optional<Timeline.Version<ModelPrice>> model(ModelName name, Instant when) {
        var known = models.get(name);
        return known == null
                ? Optional.empty()
                : known.at(when)
                        .flatMap(version -> version.value()
                                .map(price -> new Timeline.Version<>(version.number(), version.from(), price)));
    }

    /** The narrowest that is in force. */
    public Timeline.Version<Margin> margin(Tier tier, ModelName name, Instant when) {
        return MarginScope.of(tier, name).stream()
                .flatMap(scope -> Optional.ofNullable(margins.get(scope)).flatMap(known -> known.at(when)).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the price book was not open at " + when));
    }

    /** Empty: it has no price at that time. */
    public Optional<Timeline.Version<FeaturePrice>> feature(String feature, Instant when) {
        return Optional.ofNullable(features.get(feature)).flatMap(known -> known.at(when));
    }

    /** Whether every request that can be told costs an amount of credits. */
    boolean fits(ModelPrice price, BigDecimal margin) {
        var dearest = price.prices()
                .inputUsdPerMillion()
                .max(price.prices().cachedInputUsdPerMillion())
                .add(price.prices().outputUsdPerMillion())
                .multiply(TOKENS_MAX)
                .divide(TokenPrices.TOKENS_PER_PRICE);
        return RatedUsage.inCredits(dearest, margin, creditWorthUsd).compareTo(Credits.MAX.toBigDecimal()) <= 0;
    }

    /** The features with a price whose names differ least from what was asked for, nearest first. */
    public List<String> nearFeatures(String asked, Instant when) {
        return nearest(
                asked,
                features.keySet().stream().filter(name -> feature(name, when).isPresent()),
                name -> EditDistance.between(asked, name));
    }

    /** The models in force whose names differ least from what was asked for, nearest first. */
    public List<String> near(ModelName asked, Instant when) {
        return nearest(
                asked.model(),
                models.keySet().stream().filter(name -> model(name, when).isPresent()),
                name -> EditDistance.between(asked.model(), name.model())
                        + EditDistance.between(asked.vendor(), name.vendor()));
    }

    private record Near(int distance, String name) {}

    /**
     * Those that differ in at most half of what was asked for, or in {@value #DISTANCE_ALWAYS_NEAR} characters. Each distance is
     * found once: it costs more than all else here.
     */
    private static <N> List<String> nearest(String asked, Stream<N> known, ToIntFunction<N> distance) {
        return known.map(name -> new Near(distance.applyAsInt(name), name.toString()))
                .filter(near -> near.distance() <= Math.max(DISTANCE_ALWAYS_NEAR, asked.length() / 2))
                .sorted(Comparator.comparingInt(Near::distance).thenComparing(Near::name))
                .limit(NEAR_MAX)
                .map(Near::name)
                .toList();
    }

    /** Short: a book is part of commands. */
    @Override
    public String toString() {
        return "PriceBook[version " + version + ", " + models.size() + " models]";
    }
}
