package dev.creditledger.benchmarks.contest;

/** What became of a command. */
public enum Answer {
    /** It is on disk. */
    ACCEPTED,
    /** It was on disk already, under the same key. */
    REPLAYED,
    REFUSED,
    /** The key belongs to another request. */
    KEY_REUSED
}
