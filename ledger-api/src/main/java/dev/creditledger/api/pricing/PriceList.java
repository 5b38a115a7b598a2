package dev.creditledger.api.pricing;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.creditledger.api.json.Names;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.TokenPrices;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A price list: one model a line, US dollars per million tokens; an empty price is not offered. */
final class PriceList {

    static final int LINES_MAX = 2_000;

    /** A list of {@link #LINES_MAX} lines of this length, with all that it changes, fits into one event of the log. */
    static final int CHARACTERS_MAX = 128 * 1024;

    static final int ERRORS_MAX = 100;
    static final String SHIPPED = "model-prices.csv";

    /** No exponent, and few enough digits that a cost stays exact and short. */
    private static final Pattern PRICE = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,9})?");

    /** What is wrong in which line, counted from 1, the header included. */
    record LineError(long line, String detail) {}

    /**
     * A list that was read.
     *
     * @param errors at most {@link #ERRORS_MAX}; with any of them the prices are not all there
     */
    record Reading(List<ModelPrice> prices, List<LineError> errors) {}

    private final Map<ModelName, ModelPrice> prices = new LinkedHashMap<>();
    private final List<LineError> errors = new ArrayList<>();

    private PriceList() {}

    static InputStream shipped() {
        return Objects.requireNonNull(PriceList.class.getResourceAsStream(SHIPPED), SHIPPED);
    }

    static String shippedText() {
        try (var csv = shipped()) {
            return new String(csv.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException if a line cannot be used, naming it */
    static List<ModelPrice> read(String name, InputStream csv) throws IOException {
        var reading = read(new String(csv.readAllBytes(), UTF_8));
        if (!reading.errors().isEmpty()) {
            var first = reading.errors().getFirst();
            throw new IllegalArgumentException(
                    "the price list " + name + ", line " + first.line() + ": " + first.detail());
        }
        return reading.prices();
    }

    static Reading read(String csv) {
        var list = new PriceList();
        list.lines(csv.startsWith("\uFEFF") ? csv.substring(1) : csv);
        return new Reading(List.copyOf(list.prices.values()), List.copyOf(list.errors));
    }

    private void lines(String csv) {
        var line = 1L;
        try (var records = CsvReader.builder()
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofNamedCsvRecord(csv)) {
            for (var found : records) {
                line = found.getStartingLineNumber();
                if (prices.size() >= LINES_MAX) {
                    wrong(line, "is one too many: a list has at most " + LINES_MAX + " models");
                    return;
                }
                add(found);
                if (errors.size() >= ERRORS_MAX) {
                    return;
                }
            }
            if (prices.isEmpty() && errors.isEmpty()) {
                wrong(line, "the list is empty");
            }
        } catch (CsvParseException e) {
            wrong(line, "what comes after this line is not CSV");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(NamedCsvRecord found) {
        var known = errors.size();
        if (found.getFieldCount() > found.getHeader().size()) {
            wrong(found.getStartingLineNumber(), "has more fields than the header");
        }
        var model = new ModelName(
                text(found, "vendor", Names.VENDOR, Names.VENDOR_FORM),
                text(found, "model", Names.MODEL, Names.MODEL_FORM));
        var kind = text(found, "kind", Names.KIND, Names.KIND_FORM);
        var input = price(found, "input_usd_per_million_tokens");
        var cached = price(found, "cached_input_usd_per_million_tokens");
        var output = price(found, "output_usd_per_million_tokens");
        if (errors.size() > known) {
            return;
        }
        if (prices.put(model, new ModelPrice(model, kind, prices(input, cached, output))) != null) {
            wrong(found.getStartingLineNumber(), model + " is there twice");
        }
    }

    /**
     * What is not offered at a price of its own costs as much as other input, or cannot be used at all, like output of an
     * embedding.
     */
    static TokenPrices prices(Optional<BigDecimal> input, Optional<BigDecimal> cached, Optional<BigDecimal> output) {
        var fresh = input.orElse(BigDecimal.ZERO);
        return new TokenPrices(fresh, cached.orElse(fresh), output.orElse(BigDecimal.ZERO));
    }

    private Optional<BigDecimal> price(NamedCsvRecord line, String column) {
        var text = column(line, column);
        if (text.isEmpty() || text.get().isEmpty()) {
            return Optional.empty();
        }
        if (!PRICE.matcher(text.get()).matches()) {
            wrong(line.getStartingLineNumber(), column + " must be a price such as 0.15");
            return Optional.empty();
        }
        return Optional.of(new BigDecimal(text.get()));
    }

    private String text(NamedCsvRecord line, String column, Predicate<String> form, String must) {
        var text = column(line, column);
        if (text.isPresent() && !form.test(text.get())) {
            wrong(line.getStartingLineNumber(), column + ' ' + (text.get().isEmpty() ? "must not be empty" : must));
        }
        return text.orElse("");
    }

    private Optional<String> column(NamedCsvRecord line, String column) {
        var text = line.findField(column).map(String::strip);
        if (text.isEmpty()) {
            wrong(line.getStartingLineNumber(), "the column " + column + " is missing");
        }
        return text;
    }

    private void wrong(long line, String detail) {
        if (errors.size() < ERRORS_MAX) {
            errors.add(new LineError(line, detail));
        }
    }
}
