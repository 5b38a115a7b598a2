package dev.creditledger.api.demo;

import static dev.creditledger.domain.pricing.TokenUsage.TOKENS_MAX;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.creditledger.api.config.CannotStart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Reads a trace: CSV with the columns {@code TIMESTAMP,ContextTokens,GeneratedTokens}, any line ends, with or without a
 * byte order mark. All of it is checked before any of it is used.
 */
public final class TraceReader {

    private static final String RESOURCE = "azure-llm-inference-2023-conversation.csv.gz";
    private static final List<String> COLUMNS = List.of("TIMESTAMP", "ContextTokens", "GeneratedTokens");
    private static final int REQUESTS_MAX = 1_000_000;
    private static final int ERRORS_SHOWN = 5;

    /** {@code 2023-11-16 18:15:46.6805900}, or with T, and Z for what is UTC anyway. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalStart()
            .appendLiteral('Z')
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private final String name;
    private final List<Trace.Request> requests = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private long errorsFound;

    private TraceReader(String name) {
        this.name = name;
    }

    /** The hour that comes with the ledger. */
    public static Trace shipped() {
        try (var packed = TraceReader.class.getResourceAsStream(RESOURCE)) {
            if (packed == null) {
                throw new IllegalStateException("the trace " + RESOURCE + " is not on the class path");
            }
            return new TraceReader(RESOURCE).read(new GZIPInputStream(packed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws CannotStart naming the lines that are wrong, and what is wrong with them */
    public static Trace of(Path file) {
        try (var stream = Files.newInputStream(file)) {
            return new TraceReader(file.toString()).read(stream);
        } catch (NoSuchFileException e) {
            throw new CannotStart("There is no trace " + file + ".", e);
        } catch (CharacterCodingException e) {
            throw new CannotStart("The trace " + file + " is not UTF-8 text.", e);
        } catch (IOException | UncheckedIOException e) {
            throw new CannotStart("The trace " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Trace read(InputStream stream) throws IOException {
        try (var rows = CsvReader.builder()
                .detectBomHeader(true)
                .skipEmptyLines(true)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(stream)) {
            var header = true;
            for (var row : rows) {
                if (header) {
                    requireColumns(row);
                    header = false;
                } else {
                    add(row);
                }
            }
        } catch (CsvParseException e) {
            throw new CannotStart("The trace " + name + " is not CSV: " + message(e), e);
        }
        if (errorsFound > 0) {
            throw wrong();
        }
        if (requests.isEmpty()) {
            throw new CannotStart("The trace " + name + " holds no request.");
        }
        return new Trace(requests);
    }

    private static String message(Exception e) {
        var cause = e.getCause();
        return cause == null ? String.valueOf(e.getMessage()) : e.getMessage() + " " + cause.getMessage();
    }

    private void requireColumns(CsvRecord header) {
        var columns = header.getFields().stream().map(String::strip).toList();
        if (columns.size() != COLUMNS.size()
                || !String.join(",", columns).equalsIgnoreCase(String.join(",", COLUMNS))) {
            throw new CannotStart("The trace " + name + ", line " + header.getStartingLineNumber()
                    + ": the columns are " + quoted(String.join(",", columns)) + " and should be "
                    + String.join(",", COLUMNS) + ".");
        }
    }

    private void add(CsvRecord row) {
        try {
            if (row.getFieldCount() != COLUMNS.size()) {
                throw new IllegalArgumentException(
                        "it should have " + COLUMNS.size() + " fields and has " + row.getFieldCount());
            }
            if (requests.size() == REQUESTS_MAX) {
                throw new CannotStart("The trace " + name + " has more than " + REQUESTS_MAX + " requests.");
            }
            requests.add(new Trace.Request(time(row.getField(0)), tokens(row, 1), tokens(row, 2)));
        } catch (IllegalArgumentException e) {
            errorsFound++;
            if (errors.size() < ERRORS_SHOWN) {
                errors.add("line " + row.getStartingLineNumber() + ": " + e.getMessage());
            }
        }
    }

    private static String time(String field) {
        var time = field.strip();
        try {
            TIME.parse(time.replace('T', ' '));
            return time;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "TIMESTAMP is " + quoted(time) + " and should be a time such as 2023-11-16 18:15:46.6805900", e);
        }
    }

    private static long tokens(CsvRecord row, int column) {
        var field = row.getField(column).strip();
        try {
            var tokens = Long.parseLong(field);
            if (tokens >= 0 && tokens <= TOKENS_MAX) {
                return tokens;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new IllegalArgumentException(
                COLUMNS.get(column) + " is " + quoted(field) + " and should be a whole number from 0 to " + TOKENS_MAX);
    }

    private static String quoted(String text) {
        var shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
        return '"' + shown + '"';
    }

    private CannotStart wrong() {
        var more = errorsFound - errors.size();
        return new CannotStart("The trace " + name + " is wrong, and nothing was charged:\n  "
                + String.join("\n  ", errors) + (more > 0 ? "\n  and " + more + " more lines" : ""));
    }
}
