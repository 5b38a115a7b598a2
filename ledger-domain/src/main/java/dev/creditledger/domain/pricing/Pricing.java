package dev.creditledger.domain.pricing;

import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import dev.creditledger.domain.pricing.PricingCommand.PriceFeature;
import dev.creditledger.domain.pricing.PricingCommand.PriceModels;
import dev.creditledger.domain.pricing.PricingCommand.RetireModel;
import dev.creditledger.domain.pricing.PricingCommand.SetMargin;
import dev.creditledger.domain.pricing.PricingEvent.BookOpened;
import dev.creditledger.domain.pricing.PricingEvent.FeaturePriced;
import dev.creditledger.domain.pricing.PricingEvent.MarginSet;
import dev.creditledger.domain.pricing.PricingEvent.ModelRetired;
import dev.creditledger.domain.pricing.PricingEvent.ModelsPriced;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the price book says to a command at {@code now}. */
record Pricing(PriceBook book, Instant now) {

    Decision<PricingEvent, PricingRejection> of(PricingCommand command) {
        return switch (command) {
            case OpenBook open when !book.isOpen() -> open(open);
            case OpenBook _ -> Decision.reject(new BookAlreadyOpened());
            case PricingCommand _ when !book.isOpen() -> Decision.reject(new BookNotOpened());
            case PriceModels price -> price(price);
            case RetireModel retire -> retire(retire);
            case SetMargin set -> set(set);
            case PriceFeature price -> price(price);
        };
    }

    /** In force for as long back as usage may be told. */
    private Decision<PricingEvent, PricingRejection> open(OpenBook open) {
        var from = now.minus(PriceBook.LOOKS_BACK);
        var opened = new BookOpened(1, open.creditWorthUsd(), open.margin(), from, personal(open), now, now);
        var emptyBook = new Pricing(book.evolve(opened), now);
        return emptyBook
                .refusal(open.models(), from)
                .or(() -> full("features", open.features().size(), PriceBook.FEATURES_MAX))
                .<Decision<PricingEvent, PricingRejection>>map(Decision::reject)
                .orElseGet(() -> {
                    var events = new ArrayList<PricingEvent>(List.of(opened));
                    emptyBook
                            .priced(open.models(), List.of(), 0, from, Personal.NONE)
                            .ifPresent(events::add);
                    open.features()
                            .forEach((feature, price) -> events.add(new FeaturePriced(
                                    events.size() + 1,
                                    feature,
                                    price,
                                    Optional.empty(),
                                    from,
                                    Personal.NONE,
                                    now,
                                    now)));
                    return new Decision.Accepted<>(events);
                });
    }

    private Decision<PricingEvent, PricingRejection> price(PriceModels price) {
        var from = price.effectiveAt().orElse(earliest());
        if (from.isBefore(earliest())) {
            return inThePast(from);
        }
        var changed = price.models().stream()
                .filter(model -> !isLast(timeline(book.models(), model.name()), Optional.of(model), from))
                .toList();
        var unchanged = price.models().size() - changed.size();
        var retired = price.retireOthers() ? others(price.models()) : List.<ModelsPriced.Retired>of();
        return refusal(changed, from)
                .or(() -> refusalToRetire(retired, from))
                .<Decision<PricingEvent, PricingRejection>>map(Decision::reject)
                .orElseGet(() -> priced(changed, retired, unchanged, from, personal(price))
                        .map(Decision::<PricingEvent, PricingRejection>accept)
                        .orElseGet(() -> Decision.reject(new NothingChanges())));
    }

    /** The models that have a price, as far as anything is scheduled, and are not among those listed. */
    private List<ModelsPriced.Retired> others(List<ModelPrice> listed) {
        var names = listed.stream().map(ModelPrice::name).collect(Collectors.toSet());
        return book.models().keySet().stream()
                .filter(name -> !names.contains(name))
                .flatMap(name -> last(name).stream())
                .map(price -> new ModelsPriced.Retired(price.name(), price.prices()))
                .sorted(Comparator.comparing(retired -> retired.model().toString()))
                .toList();
    }

    private Optional<PricingRejection> refusalToRetire(List<ModelsPriced.Retired> retired, Instant from) {
        return full("models_retired_at_once", retired.size(), PriceBook.RETIRED_AT_ONCE_MAX)
                .or(() -> retired.stream()
                        .flatMap(each ->
                                obstacle(each.model().toString(), timeline(book.models(), each.model()), from).stream())
                        .findFirst());
    }

    private Optional<PricingRejection> refusal(List<ModelPrice> models, Instant from) {
        var highest = highestMargin();
        var unknown = models.stream()
                .filter(price -> !book.models().containsKey(price.name()))
                .count();
        return Stream.of(
                        models.stream().map(price -> refusal(price, from, highest)),
                        Stream.of(twice(models, from)),
                        Stream.of(full("models", book.models().size() + unknown, PriceBook.MODELS_MAX)))
                .flatMap(refusals -> refusals)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Two prices of a model in one change would both begin at once. */
    private Optional<PricingRejection> twice(List<ModelPrice> models, Instant from) {
        var seen = new HashSet<ModelName>();
        return models.stream()
                .map(ModelPrice::name)
                .filter(name -> !seen.add(name))
                .findFirst()
                .map(name -> new VersionsOverlap(name.toString(), from, book.version() + 1, from));
    }

    private Optional<PricingRejection> refusal(ModelPrice price, Instant from, BigDecimal highestMargin) {
        return book.fits(price, highestMargin)
                ? obstacle(price.name().toString(), timeline(book.models(), price.name()), from)
                : Optional.of(new TooDear(price.name()));
    }

    private Optional<PricingEvent> priced(
            List<ModelPrice> models,
            List<ModelsPriced.Retired> retired,
            int unchanged,
            Instant from,
            Personal personal) {
        var changes = models.stream()
                .map(price -> new ModelsPriced.Change(price, last(price.name()).map(ModelPrice::prices)))
                .toList();
        return changes.isEmpty() && retired.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new ModelsPriced(book.version() + 1, changes, retired, unchanged, from, personal, now, now));
    }

    /** As it will be when all that is scheduled has begun. */
    private Optional<ModelPrice> last(ModelName name) {
        return timeline(book.models(), name).last().flatMap(Timeline.Version::value);
    }

    private Decision<PricingEvent, PricingRejection> retire(RetireModel retire) {
        var before = last(retire.model());
        if (before.isEmpty()) {
            return Decision.reject(new NotPriced(retire.model(), book.near(retire.model(), now)));
        }
        return scheduled(
                retire.model().toString(),
                timeline(book.models(), retire.model()),
                retire.effectiveAt(),
                from -> new ModelRetired(
                        book.version() + 1, retire.model(), before.get().prices(), from, personal(retire), now, now));
    }

    private Decision<PricingEvent, PricingRejection> set(SetMargin set) {
        var margin = set.margin();
        if (margin.mayLose() && !set.allowLoss()) {
            return Decision.reject(new MarginLoses(margin.lowest()));
        }
        var tooDear = dearest(margin.highest());
        if (tooDear.isPresent()) {
            return Decision.reject(new TooDear(tooDear.get()));
        }
        var known = timeline(book.margins(), set.scope());
        var before = known.last().map(Timeline.Version::value);
        if (isLast(known, margin, set.effectiveAt().orElse(earliest()))) {
            return Decision.reject(new NothingChanges());
        }
        var full = full("margins", countWith(book.margins(), set.scope()), PriceBook.MARGINS_MAX);
        if (full.isPresent()) {
            return Decision.reject(full.get());
        }
        return scheduled(
                set.scope().toString(),
                known,
                set.effectiveAt(),
                from -> new MarginSet(
                        book.version() + 1,
                        set.scope(),
                        margin,
                        before,
                        set.allowLoss(),
                        from,
                        personal(set),
                        now,
                        now));
    }

    private Optional<ModelName> dearest(BigDecimal margin) {
        return book.models().values().stream()
                .flatMap(known -> known.versions().stream())
                .flatMap(version -> version.value().stream())
                .filter(price -> !book.fits(price, margin))
                .map(ModelPrice::name)
                .findFirst();
    }

    private BigDecimal highestMargin() {
        return book.margins().values().stream()
                .flatMap(known -> known.versions().stream())
                .map(version -> version.value().highest())
                .reduce(BigDecimal.ONE, BigDecimal::max);
    }

    private Decision<PricingEvent, PricingRejection> price(PriceFeature price) {
        var known = timeline(book.features(), price.feature());
        var before = known.last().map(Timeline.Version::value);
        if (isLast(known, price.price(), price.effectiveAt().orElse(earliest()))) {
            return Decision.reject(new NothingChanges());
        }
        var full = full("features", countWith(book.features(), price.feature()), PriceBook.FEATURES_MAX);
        if (full.isPresent()) {
            return Decision.reject(full.get());
        }
        return scheduled(
                price.feature(),
                known,
                price.effectiveAt(),
                from -> new FeaturePriced(
                        book.version() + 1, price.feature(), price.price(), before, from, personal(price), now, now));
    }

    // --- when it begins

    /** Whether it is so at {@code from}, and nothing is known to come after. */
    private static <T> boolean isLast(Timeline<T> known, T value, Instant from) {
        return known.last()
                .filter(version ->
                        version.value().equals(value) && !version.from().isAfter(from))
                .isPresent();
    }

    private Instant earliest() {
        return now.plus(PriceBook.LEAD);
    }

    private Decision<PricingEvent, PricingRejection> inThePast(Instant from) {
        return Decision.reject(new VersionInThePast(from, earliest()));
    }

    private <T> Decision<PricingEvent, PricingRejection> scheduled(
            String what, Timeline<T> known, Optional<Instant> effectiveAt, Function<Instant, PricingEvent> event) {
        var from = effectiveAt.orElse(earliest());
        return from.isBefore(earliest())
                ? inThePast(from)
                : obstacle(what, known, from)
                        .<Decision<PricingEvent, PricingRejection>>map(Decision::reject)
                        .orElseGet(() -> Decision.accept(event.apply(from)));
    }

    /** What keeps a version that begins at {@code from} out of what is known. */
    private <T> Optional<PricingRejection> obstacle(String what, Timeline<T> known, Instant from) {
        var later = known.last().filter(version -> !version.from().isBefore(from));
        return later.<PricingRejection>map(version -> new VersionsOverlap(what, from, version.number(), version.from()))
                .or(() -> full("scheduled_versions", known.scheduled(now) + 1, PriceBook.SCHEDULED_MAX));
    }

    private static Optional<PricingRejection> full(String what, long count, int max) {
        return count > max ? Optional.of(new BookFull(what, max)) : Optional.empty();
    }

    private static <K, T> int countWith(Map<K, Timeline<T>> all, K key) {
        return all.size() + (all.containsKey(key) ? 0 : 1);
    }

    private static <K, T> Timeline<T> timeline(Map<K, Timeline<T>> all, K key) {
        return all.getOrDefault(key, Timeline.none());
    }

    private static Personal personal(PricingCommand command) {
        return command.text().about(command.by());
    }
}
