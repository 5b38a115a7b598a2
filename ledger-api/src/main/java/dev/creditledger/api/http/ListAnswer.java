package dev.creditledger.api.http;

import dev.creditledger.projections.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A part of a list, as it is written in answers. */
public record ListAnswer<T>(List<T> data, boolean hasMore, Optional<String> nextCursor) {

    public static <T> ListAnswer<T> of(Page<T> page) {
        return of(page, Function.identity());
    }

    /** @param shown how a row of the page is written */
    public static <R, T> ListAnswer<T> of(Page<R> page, Function<? super R, ? extends T> shown) {
        var data = page.data().stream().<T>map(shown).toList();
        return new ListAnswer<>(data, page.hasMore(), page.nextCursor());
    }
}
