package dev.creditledger.api.list;

import dev.creditledger.api.security.Caller;
import dev.creditledger.projections.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A list that is written as CSV, page by page, to its end.
 *
 * @param first the page that it begins with
 * @param next the page at a cursor
 */
record Export<T>(Caller caller, List<Column<T>> columns, Page<T> first, Function<Optional<String>, Page<T>> next) {

    List<String> header() {
        return columns.stream().map(Column::name).toList();
    }

    List<String> line(T row) {
        return columns.stream()
                .map(column -> Cell.of(column.value().apply(row)))
                .toList();
    }
}
