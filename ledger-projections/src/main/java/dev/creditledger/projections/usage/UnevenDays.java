package dev.creditledger.projections.usage;

/** The days of a time zone do not begin with a quarter of an hour, by which usage is summed. */
public final class UnevenDays extends RuntimeException {
    UnevenDays() {
        super("days begin within a quarter of an hour");
    }
}
