package dev.creditledger.log.codec;

import java.util.Set;

/**
 * What kind of event, for ever: a stable name, never a class name, and the version of its form.
 *
 * @param version counts from 1
 */
public record EventType(String name, int version) {

    private static final Set<String> WITHIN_ACCOUNTS = Set.of("subscription", "session", "quota");

    /** What kind of aggregate it happens to: what stands before the dot, unless that lives within an account. */
    public String aggregate() {
        var family = name.substring(0, name.indexOf('.'));
        return WITHIN_ACCOUNTS.contains(family) ? "account" : family;
    }

    @Override
    public String toString() {
        return name + " v" + version;
    }
}
