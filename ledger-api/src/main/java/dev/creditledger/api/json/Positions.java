package dev.creditledger.api.json;

import java.util.Optional;
import java.util.regex.Pattern;

/** Positions of the log in queries, where everything is text. */
public final class Positions {

    private static final Pattern FORM = Pattern.compile("[0-9]{1,18}");

    private Positions() {}

    public static Optional<Long> optional(Fields query, String name, long min) {
        return query.optionalText(
                        name,
                        text -> FORM.matcher(text).matches() && Long.parseLong(text) >= min,
                        "must be a position of the log: a whole number from " + min)
                .map(Long::valueOf);
    }
}
