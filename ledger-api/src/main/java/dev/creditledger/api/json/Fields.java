package dev.creditledger.api.json;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.problem.ProblemException.FieldError;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.EnumNames;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The fields of one JSON object. Each is asked for once; one that is wrong is noted and a placeholder given instead, so
 * that {@link #finish} can name all that is wrong, unknown fields included. Use nothing before {@code finish()} returned.
 */
public final class Fields {

    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Instant TIME_MIN = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant TIME_END = Instant.parse("9999-12-31T00:00:00Z");
    private static final int REASON_MAX = 500;
    private static final int METADATA_MAX = 20;
    private static final int METADATA_KEY_MAX = 64;
    private static final int METADATA_VALUE_MAX = 256;
    private static final BigDecimal AMOUNT_MAX = Credits.MAX.toBigDecimal();

    /** Of a part: where it stands in the whole. */
    private final String path;

    private final Map<String, Json> fields;
    private final Set<String> asked = new HashSet<>();
    private final List<Fields> parts = new ArrayList<>();

    /** Of the whole. */
    private final List<FieldError> errors;

    private final List<FieldError> contradictions;

    public Fields(Json body) {
        this("", body, new ArrayList<>(), new ArrayList<>());
    }

    private Fields(String path, Json body, List<FieldError> errors, List<FieldError> contradictions) {
        this.path = path;
        this.errors = errors;
        this.contradictions = contradictions;
        if (body instanceof Json.Members(var members)) {
            fields = members;
        } else {
            fields = Map.of();
            errors.add(new FieldError(path.isEmpty() ? "body" : path, "must be a JSON object"));
        }
    }

    /** Leaves out fields that were read elsewhere. */
    public void ignore(Set<String> names) {
        asked.addAll(names);
    }

    /** An amount of credits above zero. */
    public Credits amount(String name) {
        return required(name, optionalAmount(name), Credits.MAX);
    }

    public Optional<Credits> optionalAmount(String name) {
        return decimal(name).map(Credits::exactly);
    }

    /** A decimal above zero within the bounds of an amount, such as money. */
    public Optional<BigDecimal> decimal(String name) {
        return number(name, new Bounds(Credits.SCALE, false, AMOUNT_MAX));
    }

    public BigDecimal requiredNumber(String name, Bounds bounds) {
        return required(name, number(name, bounds), bounds.max());
    }

    /** A number that is not negative. */
    public Optional<BigDecimal> number(String name, Bounds bounds) {
        return switch (value(name)) {
            case Json.Numeral(var literal) -> number(name, literal, bounds);
            case Json.Literal.NULL -> Optional.empty();
            case Json _ -> wrong(name, "must be a JSON number, such as 12.5");
        };
    }

    private Optional<BigDecimal> number(String name, String literal, Bounds bounds) {
        var complaint = bounds.complaint(literal);
        return complaint.isPresent() ? wrong(name, complaint.get()) : Optional.of(new BigDecimal(literal));
    }

    /** False when it is not there. */
    public boolean flag(String name) {
        return switch (value(name)) {
            case Json.Literal.TRUE -> true;
            case Json.Literal.FALSE, Json.Literal.NULL -> false;
            case Json _ -> {
                wrong(name, "must be true or false");
                yield false;
            }
        };
    }

    public long whole(String name, long min, long max) {
        return required(name, optionalWhole(name, min, max), min);
    }

    public Optional<Long> optionalWhole(String name, long min, long max) {
        var bounds = "must be a whole number from " + min + " to " + max;
        return switch (value(name)) {
            case Json.Literal.NULL -> Optional.empty();
            case Json.Numeral(var literal)
            when WHOLE_NUMBER.matcher(literal).matches() -> {
                var number = new BigDecimal(literal);
                yield number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0
                        ? wrong(name, bounds)
                        : Optional.of(number.longValueExact());
            }
            case Json _ -> wrong(name, bounds + ", written without point or exponent");
        };
    }

    public String text(String name, int lengthMax) {
        return required(name, optionalText(name, lengthMax), "");
    }

    public Optional<String> optionalText(String name, int lengthMax) {
        return string(name).filter(text -> {
            var fits = !text.isBlank() && text.length() <= lengthMax;
            if (!fits) {
                wrong(name, "must have 1 to " + lengthMax + " characters, not only blanks");
            }
            return fits;
        });
    }

    /** @param form tells what is right, and {@code must} says so to the caller */
    public String text(String name, Predicate<String> form, String must) {
        return required(name, optionalText(name, form, must), "");
    }

    public Optional<String> optionalText(String name, Predicate<String> form, String must) {
        return string(name).filter(text -> {
            var fits = form.test(text);
            if (!fits) {
                wrong(name, must);
            }
            return fits;
        });
    }

    private Optional<String> string(String name) {
        return switch (value(name)) {
            case Json.Text(var text) -> Optional.of(text);
            case Json.Literal.NULL -> Optional.empty();
            case Json _ -> wrong(name, "must be a string");
        };
    }

    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        return required(name, optionalChoice(name, type), type.getEnumConstants()[0]);
    }

    public <E extends Enum<E>> Optional<E> optionalChoice(String name, Class<E> type) {
        return string(name).flatMap(text -> {
            for (var constant : type.getEnumConstants()) {
                if (EnumNames.of(constant).equals(text)) {
                    return Optional.of(constant);
                }
            }
            return wrong(
                    name,
                    Arrays.stream(type.getEnumConstants())
                            .map(EnumNames::of)
                            .collect(Collectors.joining(", ", "must be one of ", "")));
        });
    }

    /** A time (RFC 3339), to the microsecond. */
    public Optional<Instant> optionalTime(String name) {
        return string(name).flatMap(text -> {
            try {
                var time = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
                if (!time.isBefore(TIME_MIN) && time.isBefore(TIME_END)) {
                    return Optional.of(time);
                }
            } catch (DateTimeParseException e) {
                // said below, without repeating what was sent
            }
            return wrong(name, "must be a time such as 2026-01-31T12:00:00Z (RFC 3339)");
        });
    }

    /** A day such as {@code 2026-01-31}, in UTC. */
    public Optional<LocalDate> optionalDay(String name) {
        return string(name).flatMap(text -> {
            if (DAY.matcher(text).matches()) {
                try {
                    return Optional.of(LocalDate.parse(text));
                } catch (DateTimeParseException e) {
                    // said below: there is no such day
                }
            }
            return wrong(name, "must be a day such as 2026-01-31");
        });
    }

    /** Why something is done, in the caller's words. */
    public String reason() {
        return required("reason", optionalReason(), "");
    }

    public Optional<String> optionalReason() {
        return optionalText("reason", REASON_MAX);
    }

    /** The entries of {@code metadata}, by key. */
    public Map<String, String> metadata() {
        Map<String, String> entries = new TreeMap<>();
        switch (value("metadata")) {
            case Json.Members(var members) -> {
                if (members.size() > METADATA_MAX) {
                    wrong("metadata", "must have at most " + METADATA_MAX + " keys");
                } else {
                    members.forEach((key, value) -> entry(key, value, entries));
                }
            }
            case Json.Literal.NULL -> {}
            case Json _ -> wrong("metadata", "must be an object of strings");
        }
        return entries;
    }

    private void entry(String key, Json value, Map<String, String> entries) {
        var path = "metadata." + key;
        if (key.isEmpty() || key.length() > METADATA_KEY_MAX) {
            wrong(path, "must have a key of 1 to " + METADATA_KEY_MAX + " characters");
        } else if (!(value instanceof Json.Text(var text)) || text.length() > METADATA_VALUE_MAX) {
            wrong(path, "must be a string of at most " + METADATA_VALUE_MAX + " characters");
        } else {
            entries.put(key, text);
        }
    }

    /** The items of an array, at least one. */
    public List<Json> items(String name, int max) {
        if (value(name) instanceof Json.Items(var items) && !items.isEmpty() && items.size() <= max) {
            return items;
        }
        wrong(name, "must be an array of 1 to " + max + " items");
        return List.of();
    }

    /** The fields of an object in this one. They are finished together with this one. */
    public Optional<Fields> part(String name) {
        var value = value(name);
        return value == Json.Literal.NULL ? Optional.empty() : Optional.of(part(name, value));
    }

    /** Objects in an array, at least one. */
    public List<Fields> requiredParts(String name, int max) {
        var items = items(name, max);
        return IntStream.range(0, items.size())
                .mapToObj(i -> part(name + '[' + i + ']', items.get(i)))
                .toList();
    }

    private Fields part(String name, Json value) {
        var part = new Fields(whole(name), value, errors, contradictions);
        parts.add(part);
        return part;
    }

    private String whole(String name) {
        return path.isEmpty() ? name : path + '.' + name;
    }

    /** Whether anything is there under this name. */
    public boolean has(String name) {
        return value(name) != Json.Literal.NULL;
    }

    /** Notes that a field does not go together with the others. */
    public void contradiction(String name, String detail) {
        contradictions.add(new FieldError(whole(name), detail));
    }

    /** @throws ProblemException if anything is wrong, naming all of it */
    public void finish() {
        refuseUnknown();
        finishSoFar();
        if (!contradictions.isEmpty()) {
            throw Problem.CONTRADICTORY_FIELDS.here().with(contradictions);
        }
    }

    private void refuseUnknown() {
        for (var name : fields.keySet()) {
            if (!asked.contains(name)) {
                wrong(name, "is not a field of this request");
            }
        }
        parts.forEach(Fields::refuseUnknown);
    }

    /** @throws ProblemException if anything is wrong with the fields that were asked for; there may be others */
    public void finishSoFar() {
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    private Json value(String name) {
        asked.add(name);
        var value = fields.get(name);
        return value == null ? Json.Literal.NULL : value;
    }

    private <T> T required(String name, Optional<T> value, T placeholder) {
        if (value.isEmpty() && value(name) == Json.Literal.NULL) {
            wrong(name, "is required");
        }
        return value.orElse(placeholder);
    }

    private <T> Optional<T> wrong(String name, String what) {
        errors.add(new FieldError(whole(name), what));
        return Optional.empty();
    }
}
