package dev.creditledger.api.list;

import dev.creditledger.api.http.ListAnswer;
import dev.creditledger.api.http.Paging;
import dev.creditledger.projections.Cursor;
import dev.creditledger.projections.Page;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** A part of a list that is in memory, in the order of its names. */
public final class Slice {

    private Slice() {}

    /**
     * @param list the list with all of its filters
     * @param name unique in the list
     */
    public static <T, A> ListAnswer<A> of(
            String list, List<T> all, Function<T, String> name, Function<T, A> shown, Paging paging) {
        return of(list, all, name, Comparator.naturalOrder(), shown, paging);
    }

    /** @param order of the names */
    public static <T, A> ListAnswer<A> of(
            String list,
            List<T> all,
            Function<T, String> name,
            Comparator<String> order,
            Function<T, A> shown,
            Paging paging) {
        var page = paging.page(cursor -> {
            var after = cursor.map(place -> Cursor.read(list, place, 1, List::getFirst));
            var found = all.stream()
                    .filter(each -> after.isEmpty() || order.compare(name.apply(each), after.get()) > 0)
                    .sorted(Comparator.comparing(name, order))
                    .limit(paging.limit() + 1L)
                    .toList();
            return Page.first(paging.limit(), found, 0, shown, last -> Cursor.at(list, List.of(name.apply(last))));
        });
        return ListAnswer.of(page);
    }
}
