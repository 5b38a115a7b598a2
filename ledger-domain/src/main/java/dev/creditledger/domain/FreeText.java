package dev.creditledger.domain;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a caller wrote in its own words, by field name: email, reason, description, {@code metadata.<key>}. It may say
 * something about a person, keys of metadata included, so it prints nothing and enters the log sealed only.
 */
public record FreeText(SortedMap<String, String> fields) {

    public static final FreeText NONE = new FreeText(new TreeMap<>());

    public FreeText {
        fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    }

    public static FreeText of(Map<String, String> fields) {
        return fields.isEmpty() ? NONE : new FreeText(new TreeMap<>(fields));
    }

    public Personal about(SubjectId subject) {
        return fields.isEmpty() ? Personal.NONE : new Personal.Clear(subject, this);
    }

    @Override
    public String toString() {
        return "FreeText[" + fields.size() + "]";
    }
}
