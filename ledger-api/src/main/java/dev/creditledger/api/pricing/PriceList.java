package dev.creditledger.api.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.TokenPrices;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A price list: one model a line, US dollars per million tokens; an empty price is not offered. */
final class PriceList {

    /** No exponent, and few enough digits that a cost stays exact and short. */
    private static final Pattern PRICE = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,9})?");

    private PriceList() {}

    /** @throws IllegalArgumentException if a line cannot be used, naming it */
    static List<ModelPrice> read(String name, InputStream csv) throws IOException {
        var prices = new LinkedHashMap<ModelName, ModelPrice>();
        try (var lines = CsvReader.builder().ofNamedCsvRecord(new InputStreamReader(csv, UTF_8))) {
            for (var line : lines) {
                var model = new ModelName(text(name, line, "vendor"), text(name, line, "model"));
                if (prices.put(model, new ModelPrice(model, text(name, line, "kind"), prices(name, line))) != null) {
                    throw wrong(name, line, model + " is there twice");
                }
            }
        } catch (CsvParseException e) {
            throw new IllegalArgumentException("the price list " + name + " is not CSV: " + e.getMessage(), e);
        }
        if (prices.isEmpty()) {
            throw new IllegalArgumentException("the price list " + name + " is empty");
        }
        return List.copyOf(prices.values());
    }

    /** What is not offered at a price of its own costs as much as other input, or cannot be used at all, like output of an embedding. */
    private static TokenPrices prices(String name, NamedCsvRecord line) {
        var input = price(name, line, "input_usd_per_million_tokens").orElse(BigDecimal.ZERO);
        return new TokenPrices(
                input,
                price(name, line, "cached_input_usd_per_million_tokens").orElse(input),
                price(name, line, "output_usd_per_million_tokens").orElse(BigDecimal.ZERO));
    }

    private static Optional<BigDecimal> price(String name, NamedCsvRecord line, String column) {
        var text = column(name, line, column);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!PRICE.matcher(text).matches()) {
            throw wrong(name, line, column + " must be a price such as 0.15");
        }
        return Optional.of(new BigDecimal(text));
    }

    private static String text(String name, NamedCsvRecord line, String column) {
        var text = column(name, line, column);
        if (text.isBlank()) {
            throw wrong(name, line, column + " must not be empty");
        }
        return text;
    }

    private static String column(String name, NamedCsvRecord line, String column) {
        return line.findField(column)
                .map(String::strip)
                .orElseThrow(() -> wrong(name, line, "the column " + column + " is missing"));
    }

    private static IllegalArgumentException wrong(String name, NamedCsvRecord line, String what) {
        return new IllegalArgumentException(
                "the price list " + name + ", line " + line.getStartingLineNumber() + ": " + what);
    }
}
