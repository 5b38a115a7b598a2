package dev.creditledger.api.json;

import java.util.List;
import java.util.Map;

/** A JSON value as it was sent: numbers keep their spelling, so that what they mean can be judged exactly. */
public sealed interface Json {

    /** The members in the order sent. */
    record Members(Map<String, Json> fields) implements Json {
        public static final Members NONE = new Members(Map.of());
    }

    record Items(List<Json> items) implements Json {}

    record Text(String value) implements Json {}

    record Numeral(String literal) implements Json {}

    enum Literal implements Json {
        TRUE,
        FALSE,
        NULL
    }
}
