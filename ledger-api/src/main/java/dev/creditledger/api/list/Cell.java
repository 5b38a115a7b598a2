package dev.creditledger.api.list;

import dev.creditledger.domain.Credits;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A value as a cell of a CSV file. Numbers stay numbers. Text that a spreadsheet would take for a formula gets an
 * apostrophe in front, which makes it text there (OWASP, "CSV Injection").
 */
final class Cell {

    private static final String STARTS_OF_FORMULAS = "=+-@";
    private static final String CONTROLS = "\t\r\n";

    private Cell() {}

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal number ->
                number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
            case Number number -> number.toString();
            case Credits credits -> credits.toString();
            case Enum<?> choice -> choice.name().toLowerCase(Locale.ROOT);
            case Object text -> harmless(text.toString());
        };
    }

    private static String harmless(String text) {
        var first = text.codePoints().filter(it -> !isBlank(it)).findFirst().orElse(' ');
        var control = !text.isEmpty() && CONTROLS.indexOf(text.charAt(0)) >= 0;
        return control || STARTS_OF_FORMULAS.indexOf(first) >= 0 ? "'" + text : text;
    }

    private static boolean isBlank(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }
}
