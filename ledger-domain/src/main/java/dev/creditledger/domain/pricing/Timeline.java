package dev.creditledger.domain.pricing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What applies when: each version from its instant on, until the next one begins.
 *
 * @param versions in the order in which they begin, no two at once
 */
public record Timeline<T>(List<Version<T>> versions) {

    /**
     * @param number of the change of the price book that brought it
     * @param from applies from here on
     */
    public record Version<T>(int number, Instant from, T value) {}

    public Timeline {
        versions = List.copyOf(versions);
        for (var i = 1; i < versions.size(); i++) {
            if (!versions.get(i - 1).from().isBefore(versions.get(i).from())) {
                throw new IllegalArgumentException("each version begins after the one before it: " + versions);
            }
        }
    }

    public static <T> Timeline<T> none() {
        return new Timeline<>(List.of());
    }

    public Optional<Version<T>> at(Instant when) {
        for (var i = versions.size() - 1; i >= 0; i--) {
            if (!versions.get(i).from().isAfter(when)) {
                return Optional.of(versions.get(i));
            }
        }
        return Optional.empty();
    }

    public Optional<Version<T>> last() {
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
    }

    /** How many have yet to begin. */
    int scheduled(Instant now) {
        return (int) versions.stream().filter(each -> each.from().isAfter(now)).count();
    }

    Timeline<T> with(Version<T> version) {
        var longer = new ArrayList<>(versions);
        longer.add(version);
        return new Timeline<>(longer);
    }

    /** Without those that had ended by {@code oldest}. */
    Timeline<T> since(Instant oldest) {
        var first = at(oldest).map(versions::indexOf).orElse(0);
        return first == 0 ? this : new Timeline<>(versions.subList(first, versions.size()));
    }
}
