package dev.creditledger.api.pricing;

import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Json;
import dev.creditledger.api.json.StrictJson;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.Margin;
import dev.creditledger.domain.pricing.MarginScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Margins that are assumed: a JSON array of objects with the fields that set a margin over HTTP, and {@code tier}, which is in
 * the path there. Without {@code tier} it is everybody's.
 */
public final class AssumedMargins {

    private static final int BYTES_MAX = 1 << 20;

    private final Path file;
    private final Map<MarginScope, Margin> margins = new LinkedHashMap<>();

    private AssumedMargins(Path file) {
        this.file = file;
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
        MarginScope scope;
        Margin margin;
        try {
            var fields = new Fields(entry);
            var tier = fields.optionalChoice("tier", Tier.class);
            var sent = PricingFields.margin(fields);
            scope = PricingFields.scope(tier, fields);
            fields.finish();
            margin = sent.get();
        } catch (ProblemException e) {
            throw wrong(number, complaints(e));
        }
        if (margins.put(scope, margin) != null) {
            throw wrong(number, scope + " is there twice");
        }
    }

    private static String complaints(ProblemException e) {
        return e.errors().stream()
                .map(error -> error.field() + ' ' + error.detail())
                .collect(Collectors.joining(", "));
    }

    private IllegalArgumentException wrong(int number, String what) {
        return new IllegalArgumentException("the margins " + file + ", entry " + number + ": " + what);
    }
}
