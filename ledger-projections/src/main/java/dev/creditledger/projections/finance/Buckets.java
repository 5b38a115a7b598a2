package dev.creditledger.projections.finance;

/**
 * Positions taken together.
 *
 * @param size positions in a bucket, at least 1
 */
record Buckets(long size) {

    /** A look into so much of the log takes about a second. Rows depend on it: it cannot be changed without a rebuild. */
    static final Buckets OF_THE_BOOKS = new Buckets(131_072);

    /** Of a position, counted from 1. */
    long of(long position) {
        return (position - 1) / size;
    }

    /** The last position before it. */
    long before(long bucket) {
        return bucket * size;
    }
}
