package dev.creditledger.api.docs;

import static java.util.Map.entry;

import dev.creditledger.api.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/**
 * The OpenAPI document. Its calls are written by hand in openapi.yaml and its parts, where {@code x-problems} lists the
 * problems of a call; what a problem looks like comes from the catalogue, so the two cannot differ.
 */
@Component
class OpenApi {

    private static final String SOURCE = "openapi.yaml";
    private static final List<String> PARTS = List.of("pricing.yaml", "finance.yaml", "live.yaml");
    private static final Map<Problem, Map<String, Object>> EXTRAS = extras();

    private final JsonMapper mapper;
    private volatile byte @Nullable [] json;

    OpenApi(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** Made when it is first asked for: most servers are never asked. */
    byte[] json() {
        var made = json;
        if (made == null) {
            made = mapper.writeValueAsBytes(document());
            json = made;
        }
        return made;
    }

    private static Map<String, Object> document() {
        var document = read(SOURCE);
        PARTS.forEach(part -> takeIn(document, read(part)));
        document.remove("x-headers");
        var groups = object(document.remove("x-problem-groups"));
        for (var path : object(document.get("paths")).values()) {
            var calls = object(path);
            var shared = calls.remove("parameters");
            for (var call : calls.values()) {
                var operation = object(call);
                inherit(operation, shared);
                describe(operation, groups);
            }
        }
        return document;
    }

    private static Map<String, Object> read(String name) {
        try (var source = Objects.requireNonNull(OpenApi.class.getResourceAsStream(name), name)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What both have is made of the members of both; names are used once. */
    @SuppressWarnings("unchecked")
    private static void takeIn(Map<String, Object> document, Map<String, Object> part) {
        part.forEach((name, value) -> {
            var known = document.get(name);
            if (known instanceof Map<?, ?> && value instanceof Map<?, ?>) {
                takeIn(object(known), object(value));
            } else if (known instanceof List<?> list && value instanceof List<?> more) {
                ((List<Object>) list).addAll(more);
            } else if (document.put(name, value) != null) {
                throw new IllegalStateException("the documentation has two of " + name);
            }
        });
    }

    /** Each call has all of its parameters itself: the page does not resolve references in those of the path. */
    private static void inherit(Map<String, Object> operation, @Nullable Object shared) {
        var parameters = new ArrayList<Object>();
        for (var some : new Object[] {shared, operation.get("parameters")}) {
            if (some instanceof List<?> list) {
                parameters.addAll(list);
            }
        }
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
    }

    /** One response per status, with an example for each problem that has it. */
    private static void describe(Map<String, Object> operation, Map<String, Object> groups) {
        var problems = EnumSet.noneOf(Problem.class);
        if (!operation.containsKey("x-problems")) {
            return;
        }
        for (var name : strings(operation.remove("x-problems"))) {
            var codes = groups.containsKey(name) ? strings(groups.get(name)) : List.of(name);
            codes.forEach(code -> problems.add(Problem.valueOf(code.toUpperCase(Locale.ROOT))));
        }
        var responses = object(operation.get("responses"));
        problems.stream()
                .collect(Collectors.groupingBy(Problem::status, TreeMap::new, Collectors.toList()))
                .forEach((status, same) -> responses.put(status.toString(), response(same)));
    }

    private static Map<String, Object> response(List<Problem> problems) {
        var examples = new LinkedHashMap<String, Object>();
        for (var problem : problems) {
            examples.put(problem.code(), Map.of("summary", problem.title(), "value", example(problem)));
        }
        var codes = problems.stream().map(Problem::code).collect(Collectors.joining("`, `", "`", "`"));
        return Map.of(
                "description", codes,
                "headers", headers("Request-Id", "RateLimit-Policy", "RateLimit"),
                "content",
                        Map.of(
                                "application/problem+json",
                                Map.of(
                                        "schema",
                                        Map.of("$ref", "#/components/schemas/Problem"),
                                        "examples",
                                        examples)));
    }

    private static Map<String, Object> headers(String... names) {
        var headers = new LinkedHashMap<String, Object>();
        for (var name : names) {
            headers.put(name, Map.of("$ref", "#/components/headers/" + name));
        }
        return headers;
    }

    private static Map<String, Object> example(Problem problem) {
        var example = new LinkedHashMap<>(problem.here().body("4be2ff61-8d9c-4d29-9a87-9a0d4dbe1f44"));
        EXTRAS.getOrDefault(problem, Map.of()).forEach(example::put);
        return example;
    }

    private static Map<Problem, Map<String, Object>> extras() {
        return Map.ofEntries(
                entry(
                        Problem.INVALID_REQUEST,
                        Map.of("errors", List.of(Map.of("field", "amount", "detail", "must be above 0")))),
                entry(Problem.INSUFFICIENT_CREDITS, Map.of("required", 12.5, "available", 10, "shortfall", 2.5)),
                entry(Problem.PERIOD_NOT_OVER, Map.of("period", "2026-03", "endsAt", "2026-04-01T00:00:00Z")),
                entry(Problem.PERIOD_OUT_OF_ORDER, Map.of("period", "2026-03", "next", "2026-02")),
                entry(Problem.LIMIT_REACHED, Map.of("limit", "open_holds", "max", 1_000)),
                entry(Problem.CAPTURE_EXCEEDS_HOLD, Map.of("requested", 12, "held", 10)),
                entry(Problem.REVERSAL_EXCEEDS_DEDUCTION, Map.of("requested", 12, "reversible", 10)),
                entry(
                        Problem.UNKNOWN_MODEL,
                        Map.of("vendor", "openai", "model", "gpt-4o-mino", "near", List.of("openai/gpt-4o-mini"))),
                entry(
                        Problem.MODEL_NOT_PRICED,
                        Map.of("vendor", "openai", "model", "gpt-4o-mino", "near", List.of("openai/gpt-4o-mini"))),
                entry(
                        Problem.VERSION_IN_THE_PAST,
                        Map.of("effectiveAt", "2026-01-31T12:00:00Z", "earliest", "2026-01-31T12:00:05Z")),
                entry(
                        Problem.VERSIONS_OVERLAP,
                        Map.of(
                                "what", "openai/gpt-4o-mini",
                                "effectiveAt", "2026-02-01T00:00:00Z",
                                "version", 7,
                                "begins", "2026-03-01T00:00:00Z")),
                entry(
                        Problem.INVALID_IMPORT,
                        Map.of(
                                "errors",
                                List.of(Map.of(
                                        "line",
                                        3,
                                        "detail",
                                        "input_usd_per_million_tokens must be a price such as 0.15")))),
                entry(Problem.MARGIN_LOSES, Map.of("lowest", 0.9)),
                entry(Problem.PROJECTION_BEHIND, Map.of("position", 4_711, "atLeast", 4_712, "retryAfterSeconds", 1)),
                entry(Problem.OVERLOADED, Map.of("retryAfterSeconds", 1)),
                entry(Problem.RATE_LIMITED, Map.of("policy", "api", "limit", 100, "retryAfterSeconds", 37)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(@Nullable Object yaml) {
        return (Map<String, Object>) Objects.requireNonNull(yaml);
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(@Nullable Object yaml) {
        return (List<String>) Objects.requireNonNull(yaml);
    }
}
