package dev.creditledger.log.codec;

/**
 * What kind of event, for ever: a stable name, never a class name, and the version of its form.
 *
 * @param version counts from 1
 */
public record EventType(String name, int version) {

    /** What kind of aggregate it happens to: what stands before the dot, but a subscription lives within an account. */
    public String aggregate() {
        var family = name.substring(0, name.indexOf('.'));
        return family.equals("subscription") ? "account" : family;
    }

    @Override
    public String toString() {
        return name + " v" + version;
    }
}
