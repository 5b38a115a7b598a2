package dev.creditledger.domain;

import static java.util.Locale.ROOT;

/** Enum constants as events, tables and answers spell them: in lower case. */
public final class EnumNames {

    private EnumNames() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(ROOT);
    }

    /** @throws IllegalArgumentException if the type has no such constant */
    public static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(ROOT));
    }
}
