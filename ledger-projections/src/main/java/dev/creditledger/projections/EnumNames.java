package dev.creditledger.projections;

import static java.util.Locale.ROOT;

/** Enum constants as the tables spell them: in lower case. */
public final class EnumNames {

    private EnumNames() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(ROOT);
    }

    public static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(ROOT));
    }
}
