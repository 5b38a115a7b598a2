package dev.creditledger.api.pricing;

import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Json;
import dev.creditledger.api.json.StrictJson;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.Margin.Dynamic;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.Margin.Tiered;
import dev.creditledger.domain.pricing.MarginScope;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Margins that are assumed: a JSON array of objects with the fields that set a margin over HTTP, and {@code tier}. Without
 * {@code tier} it is everybody's.
 */
public final class AssumedMargins {

    private static final int BYTES_MAX = 1 << 20;
    private static final int NAME_LENGTH_MAX = 128;

    private final Path file;
    private final Map<MarginScope, Margin> margins = new LinkedHashMap<>();

    private AssumedMargins(Path file) {
        this.file = file;
    }

    private enum Strategy {
        FIXED_PERCENTAGE,
        TIERED,
        DYNAMIC
    }

    /** @throws IllegalArgumentException if the file cannot be used, naming the entry, counted from 1 */
    public static Map<MarginScope, Margin> read(Path file) {
        var reading = new AssumedMargins(file);
        var entries = reading.entries();
        for (var number = 1; number <= entries.size(); number++) {
            reading.add(number, entries.get(number - 1));
        }
        return reading.margins;
    }

    private List<Json> entries() {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new IllegalArgumentException("the margins " + file + " have more than " + BYTES_MAX + " bytes");
            }
            if (StrictJson.read(Files.readAllBytes(file)) instanceof Json.Items(var items) && !items.isEmpty()) {
                return items;
            }
            throw new IllegalArgumentException("the margins " + file + " are no JSON array of at least one margin");
        } catch (IOException e) {
            throw new IllegalArgumentException("the margins " + file + " cannot be read: " + e, e);
        } catch (ProblemException e) {
            throw new IllegalArgumentException("the margins " + file + ": " + complaints(e), e);
        }
    }

    private void add(int number, Json entry) {
        try {
            var fields = new Fields(entry);
            var scope = new MarginScope(
                    fields.optionalChoice("tier", Tier.class),
                    fields.optionalText("vendor", NAME_LENGTH_MAX),
                    fields.optionalText("model", NAME_LENGTH_MAX));
            if (margins.put(scope, margin(fields)) != null) {
                throw wrong(number, scope + " is there twice");
            }
        } catch (ProblemException e) {
            throw wrong(number, complaints(e));
        } catch (IllegalArgumentException e) {
            throw String.valueOf(e.getMessage()).startsWith(place(number)) ? e : wrong(number, e.getMessage());
        }
    }

    private static Margin margin(Fields fields) {
        return switch (fields.choice("strategy", Strategy.class)) {
            case FIXED_PERCENTAGE -> {
                var multiplier = multiplier(fields, "multiplier");
                fields.finish();
                yield new FixedPercentage(multiplier);
            }
            case TIERED -> {
                var steps = fields.items("steps", Tiered.STEPS_MAX);
                fields.finish();
                yield tiered(steps);
            }
            case DYNAMIC -> {
                var multiplier = multiplier(fields, "multiplier");
                var lowest = multiplier(fields, "lowest");
                var highest = multiplier(fields, "highest");
                var floor = fields.optionalAmount("floor").orElse(Credits.ZERO);
                var ceiling = fields.optionalAmount("ceiling").orElse(Credits.MAX);
                fields.finish();
                yield new Dynamic(multiplier, lowest, highest, floor, ceiling);
            }
        };
    }

    private static Tiered tiered(List<Json> entries) {
        var steps = new ArrayList<Tiered.Step>();
        for (var entry : entries) {
            var fields = new Fields(entry);
            var from =
                    fields.optionalWhole("from", 0, Credits.MAX.toBigDecimal().longValue());
            var multiplier = multiplier(fields, "multiplier");
            fields.finish();
            steps.add(new Tiered.Step(Credits.of(from.orElse(0L)), multiplier));
        }
        return new Tiered(steps);
    }

    private static BigDecimal multiplier(Fields fields, String name) {
        return fields.amount(name).toBigDecimal();
    }

    private static String complaints(ProblemException e) {
        var errors = e.body("").get("errors");
        return errors instanceof List<?> list
                ? list.stream().map(AssumedMargins::complaint).collect(Collectors.joining(", "))
                : String.valueOf(e.getMessage());
    }

    private static String complaint(Object error) {
        return error instanceof ProblemException.FieldError(var field, var detail)
                ? field + ' ' + detail
                : String.valueOf(error);
    }

    private String place(int number) {
        return "the margins " + file + ", entry " + number + ": ";
    }

    private IllegalArgumentException wrong(int number, @Nullable String what) {
        return new IllegalArgumentException(place(number) + what);
    }
}
