package dev.creditledger.api.cli;

import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.simulation.ExpiryPolicy;
import java.time.DateTimeException;
import java.time.Period;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How long grants last, such as {@code subscription=P1M,purchase=P1Y,bonus=none}. */
final class ExpiryOption implements ITypeConverter<ExpiryPolicy> {

    private static final String EVERY = "all";
    private static final String NEVER = "none";

    @Override
    public ExpiryPolicy convert(String text) {
        var periods = new LinkedHashMap<String, Optional<Period>>();
        for (var part : text.split(",", -1)) {
            var sides = part.split("=", -1);
            if (sides.length != 2) {
                throw new TypeConversionException("'" + part + "' is not SOURCE=PERIOD, such as subscription=P1M");
            }
            if (periods.put(sides[0], period(sides[1])) != null) {
                throw new TypeConversionException(sides[0] + " is there twice");
            }
        }
        var every = periods.remove(EVERY);
        var lasting = new EnumMap<Source, Optional<Period>>(Source.class);
        if (every != null) {
            Arrays.stream(Source.values()).forEach(source -> lasting.put(source, every));
        }
        periods.forEach((name, period) -> lasting.put(source(name), period));
        return policy(lasting);
    }

    private static ExpiryPolicy policy(Map<Source, Optional<Period>> lasting) {
        try {
            return new ExpiryPolicy(lasting);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static Source source(String name) {
        return Arrays.stream(Source.values())
                .filter(source -> name(source).equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + name + "' is none of "
                        + Arrays.stream(Source.values()).map(ExpiryOption::name).collect(Collectors.joining(", "))
                        + ", " + EVERY));
    }

    private static String name(Source source) {
        return source.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Period> period(String text) {
        try {
            return NEVER.equals(text) ? Optional.empty() : Optional.of(Period.parse(text));
        } catch (DateTimeException e) {
            throw new TypeConversionException("'" + text + "' is neither a period such as P1M or P30D, nor none");
        }
    }
}
