package dev.creditledger.api.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.api.problem.ProblemException.FieldError;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a body as RFC 8259 has it and not more: UTF-8, one value, no duplicate names, no text that is not Unicode. All
 * that is wrong but readable is named at once.
 */
public final class StrictJson {

    private static final int DEPTH_MAX = 8;
    private static final int NUMBER_LENGTH_MAX = 64;
    private static final int NAME_LENGTH_MAX = 512;
    /** An API with at most 1,000 items in a body has no use for more complaints than that. */
    private static final int ERRORS_MAX = 1_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNumberLength(NUMBER_LENGTH_MAX)
                    .maxNameLength(NAME_LENGTH_MAX)
                    .build())
            .build();

    private final JsonParser parser;
    private final List<FieldError> errors = new ArrayList<>();

    private StrictJson(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws ProblemException {@code invalid_request} */
    public static Json read(byte[] body) {
        var text = text(body);
        try (var parser = FACTORY.createParser(
                ObjectReadContext.empty(), text.array(), text.arrayOffset() + text.position(), text.remaining())) {
            var reading = new StrictJson(parser);
            var value = reading.document();
            if (!reading.errors.isEmpty()) {
                throw ProblemException.invalid(reading.errors);
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw ProblemException.invalid(
                    "body",
                    "nests deeper than " + DEPTH_MAX + ", or has a name or number that is too long, at " + place(e));
        } catch (JacksonException e) {
            throw ProblemException.invalid("body", "is not JSON: see " + place(e));
        }
    }

    private static CharBuffer text(byte[] body) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        } catch (CharacterCodingException e) {
            throw ProblemException.invalid("body", "is not UTF-8");
        }
    }

    /** Where it went wrong, without repeating what was sent. */
    private static String place(JacksonException e) {
        var location = e.getLocation();
        return location == null ? "its end" : "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private Json document() {
        if (parser.nextToken() == null) {
            throw ProblemException.invalid("body", "is empty");
        }
        var value = value("");
        if (parser.nextToken() != null) {
            throw ProblemException.invalid("body", "has something after its JSON value");
        }
        return value;
    }

    private Json value(String path) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(path);
            case START_ARRAY -> items(path);
            case VALUE_STRING -> new Json.Text(unicode(path, parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeral(parser.getString());
            case VALUE_TRUE -> Json.Literal.TRUE;
            case VALUE_FALSE -> Json.Literal.FALSE;
            case VALUE_NULL -> Json.Literal.NULL;
            case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no value begins with " + parser.currentToken());
        };
    }

    private Json members(String path) {
        Map<String, Json> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = unicode(path, parser.currentName());
            var inner = path.isEmpty() ? name : path + '.' + name;
            parser.nextToken();
            if (fields.put(name, value(inner)) != null) {
                note(inner, "is there twice");
            }
        }
        return new Json.Members(fields);
    }

    private Json items(String path) {
        List<Json> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(path + '[' + items.size() + ']'));
        }
        return new Json.Items(items);
    }

    /** Escapes can spell half a character, or a zero character, that no store takes. */
    private String unicode(String path, String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0) {
                note(path, "contains the character U+0000");
                return "";
            }
            if (Character.isSurrogate(c)) {
                var paired = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    note(path, "contains half a surrogate pair, which is no character");
                    return "";
                }
                i++;
            }
        }
        return text;
    }

    private void note(String path, String what) {
        if (errors.size() < ERRORS_MAX) {
            errors.add(new FieldError(path.isEmpty() ? "body" : path, what));
        }
    }
}
