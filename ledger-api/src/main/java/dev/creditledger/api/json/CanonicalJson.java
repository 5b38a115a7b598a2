package dev.creditledger.api.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.erdtman.jcs.NumberToJSON;

/**
 * Writes a value in its canonical form (RFC 8785), in which two spellings of the same content are the same text.
 *
 * <p>It writes a value that has been read already, or a part of one: an item of a batch has the form of its single call.
 */
public final class CanonicalJson {

    /** An integer that a double holds exactly is its own canonical form. */
    private static final Pattern PLAIN_INTEGER = Pattern.compile("0|[1-9][0-9]{0,14}");

    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder(128);

    private CanonicalJson() {}

    public static String of(Json value) {
        var canonical = new CanonicalJson();
        canonical.write(value);
        return canonical.text.toString();
    }

    /** The canonical form without the members that are named. */
    public static String without(Set<String> names, Json.Members value) {
        var rest = new TreeMap<>(value.fields());
        rest.keySet().removeAll(names);
        return of(new Json.Members(rest));
    }

    private void write(Json value) {
        switch (value) {
            case Json.Members(var fields) -> members(fields);
            case Json.Items(var items) -> {
                text.append('[');
                for (var i = 0; i < items.size(); i++) {
                    if (i > 0) {
                        text.append(',');
                    }
                    write(items.get(i));
                }
                text.append(']');
            }
            case Json.Text(var string) -> string(string);
            case Json.Numeral(var literal) -> text.append(number(literal));
            case Json.Literal.TRUE -> text.append("true");
            case Json.Literal.FALSE -> text.append("false");
            case Json.Literal.NULL -> text.append("null");
        }
    }

    /** Names in the order of their UTF-16 code units, which is how Java compares strings. */
    private void members(Map<String, Json> fields) {
        text.append('{');
        var first = true;
        for (var field : new TreeMap<>(fields).entrySet()) {
            if (!first) {
                text.append(',');
            }
            first = false;
            string(field.getKey());
            text.append(':');
            write(field.getValue());
        }
        text.append('}');
    }

    private static String number(String literal) {
        if (PLAIN_INTEGER.matcher(literal).matches()) {
            return literal;
        }
        try {
            return NumberToJSON.serializeNumber(Double.parseDouble(literal));
        } catch (IOException e) {
            throw new UncheckedIOException("no double is that large: " + literal, e);
        }
    }

    private void string(String value) {
        text.append('"');
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (c < ' ') {
                        text.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
