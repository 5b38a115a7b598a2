package dev.creditledger.api.list;

import dev.creditledger.projections.Page;
import java.util.Optional;

/** A list of which parts can be had. */
@FunctionalInterface
public interface Pages<T> {
    Page<T> page(Optional<String> cursor, int limit);
}
