package dev.creditledger.projections;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param nextCursor where the list goes on, when it does
 * @param position the log position up to which the page is true
 */
public record Page<T>(List<T> data, boolean hasMore, Optional<String> nextCursor, long position) {

    public Page {
        data = List.copyOf(data);
    }

    /**
     * The first {@code limit} of what was found, where one more was asked for to know whether the list goes on.
     *
     * @param cursor the place of a row in the list
     */
    public static <R, T> Page<T> first(
            int limit, List<R> found, long position, Function<R, T> view, Function<R, String> cursor) {
        var more = found.size() > limit;
        var shown = more ? found.subList(0, limit) : found;
        var next = more ? Optional.of(cursor.apply(shown.getLast())) : Optional.<String>empty();
        return new Page<>(shown.stream().map(view).toList(), more, next, position);
    }
}
