package dev.creditledger.audit.merkle;

/** Where the hashes of a tree's complete subtrees are kept. */
@FunctionalInterface
public interface Subtrees {

    /**
     * The root of 2^{@code level} leaves, the first of which is number {@code index} · 2^{@code level}.
     *
     * @throws IllegalArgumentException if the tree is not that large
     */
    Hash root(int level, long index);

    /**
     * The root of leaves from {@code begin} on (RFC 6962 §2.1: MTH).
     *
     * @param begin a multiple of the largest power of two that is less than {@code leaves}
     * @param leaves at least 1
     */
    default Hash rootOf(long begin, long leaves) {
        if (Long.bitCount(leaves) == 1) {
            var level = Long.numberOfTrailingZeros(leaves);
            return root(level, begin >> level);
        }
        var left = Trees.leftOf(leaves);
        return Hash.ofNode(rootOf(begin, left), rootOf(begin + left, leaves - left));
    }
}
