package dev.creditledger.commands.bus;

/**
 * Hashes of keys that were used of late: a hint that a look-up in the log will find an answer, and that running the
 * command would only end in a conflict. It may forget; then the log's unique index finds out.
 *
 * <p>Only hashes: what a command answered stays in the log, so nothing about anybody lingers here. Owned by one thread.
 */
final class RecentKeys {

    /** A power of two; 2 MiB. */
    private static final int SLOTS = 1 << 18;

    private final long[] slots = new long[SLOTS];

    /** A newer key takes the slot of an older one. */
    void add(long hash) {
        slots[slot(hash)] = hash;
    }

    boolean mayContain(long hash) {
        return slots[slot(hash)] == hash;
    }

    private int slot(long hash) {
        return (int) hash & SLOTS - 1;
    }
}
