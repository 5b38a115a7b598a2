package dev.creditledger.api.http;

import java.util.List;
import java.util.Optional;

/** A part of a list, as it is written in answers. */
public record ListAnswer<T>(List<T> data, boolean hasMore, Optional<String> nextCursor) {}
