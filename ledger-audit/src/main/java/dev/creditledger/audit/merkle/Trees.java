package dev.creditledger.audit.merkle;

/** How a tree divides. */
final class Trees {

    private Trees() {}

    /** Leaves of the left subtree: the largest power of two less than {@code leaves}, of which there are two or more. */
    static long leftOf(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
