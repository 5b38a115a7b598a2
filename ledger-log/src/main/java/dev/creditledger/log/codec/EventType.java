package dev.creditledger.log.codec;

/**
 * What kind of event, for ever: a stable name, never a class name, and the version of its form.
 *
 * @param version counts from 1
 */
public record EventType(String name, int version) {

    /** The family of aggregates it belongs to: what stands before the dot. */
    public String family() {
        return name.substring(0, name.indexOf('.'));
    }

    @Override
    public String toString() {
        return name + " v" + version;
    }
}
