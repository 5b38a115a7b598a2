package dev.creditledger.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * That a tree begins with all leaves of an earlier one, in their order (RFC 6962 §2.1.2, checked as in RFC 9162 §2.1.4.2).
 *
 * @param before size of the earlier tree
 * @param size of the later one
 */
public record ConsistencyProof(long before, long size, List<Hash> path) {

    public ConsistencyProof {
        path = List.copyOf(path);
        if (before < 0 || before > size) {
            throw new IllegalArgumentException("a tree of " + size + " leaves was never one of " + before);
        }
    }

    public static ConsistencyProof of(long before, long size, Subtrees tree) {
        var path = new ArrayList<Hash>();
        if (before > 0 && before < size) {
            collect(before, 0, size, true, tree, path);
        }
        return new ConsistencyProof(before, size, path);
    }

    /** @param known whether the root of the earlier part is the one that the verifier has */
    private static void collect(long before, long begin, long leaves, boolean known, Subtrees tree, List<Hash> path) {
        if (before == leaves) {
            if (!known) {
                path.add(tree.rootOf(begin, leaves));
            }
            return;
        }
        var left = Trees.leftOf(leaves);
        if (before <= left) {
            collect(before, begin, left, known, tree, path);
            path.add(tree.rootOf(begin + left, leaves - left));
        } else {
            collect(before - left, begin + left, leaves - left, false, tree, path);
            path.add(tree.rootOf(begin, left));
        }
    }

    /** Whether it leads from the earlier root to the later one. */
    public boolean proves(Hash earlier, Hash later) {
        if (before == size) {
            return path.isEmpty() && earlier.equals(later);
        }
        if (before == 0) {
            return path.isEmpty() && earlier.equals(Hash.ofNothing());
        }
        return isPowerOfTwo()
                ? proves(earlier, path, earlier, later)
                : !path.isEmpty() && proves(path.getFirst(), path.subList(1, path.size()), earlier, later);
    }

    private boolean isPowerOfTwo() {
        return Long.bitCount(before) == 1;
    }

    /** @param start root of the largest subtree that ends where the earlier tree does */
    private boolean proves(Hash start, List<Hash> rest, Hash earlier, Hash later) {
        var node = before - 1;
        var last = size - 1;
        while ((node & 1) == 1) {
            node >>= 1;
            last >>= 1;
        }
        var first = start;
        var second = start;
        for (var beside : rest) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                first = Hash.ofNode(beside, first);
                second = Hash.ofNode(beside, second);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                second = Hash.ofNode(second, beside);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && first.equals(earlier) && second.equals(later);
    }
}
