package dev.creditledger.api.list;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One field of each row of a list: a member of a JSON object, a cell of a CSV line. */
public record Column<T>(String name, Function<T, @Nullable Object> value) {

    public static <T> Column<T> of(String name, Function<T, ?> value) {
        return new Column<>(name, value::apply);
    }

    /** One that rows may lack. */
    public static <T> Column<T> maybe(String name, Function<T, ? extends Optional<?>> value) {
        return new Column<>(name, row -> value.apply(row).orElse(null));
    }
}
