package dev.creditledger.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * That a leaf is in a tree (RFC 6962 §2.1.1, checked as in RFC 9162 §2.1.3.2).
 *
 * @param index of the leaf, from 0
 * @param size of the tree
 * @param path the roots beside its way, from the leaf up
 */
public record InclusionProof(long index, long size, List<Hash> path) {

    public InclusionProof {
        path = List.copyOf(path);
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("a tree of " + size + " leaves has no leaf " + index);
        }
    }

    public static InclusionProof of(long index, long size, Subtrees tree) {
        var path = new ArrayList<Hash>();
        if (index >= 0 && index < size) {
            collect(index, 0, size, tree, path);
        }
        return new InclusionProof(index, size, path);
    }

    private static void collect(long index, long begin, long leaves, Subtrees tree, List<Hash> path) {
        if (leaves == 1) {
            return;
        }
        var left = Trees.leftOf(leaves);
        if (index < left) {
            collect(index, begin, left, tree, path);
            path.add(tree.rootOf(begin + left, leaves - left));
        } else {
            collect(index - left, begin + left, leaves - left, tree, path);
            path.add(tree.rootOf(begin, left));
        }
    }

    /** Whether it leads from this leaf to this root. */
    public boolean proves(Hash leaf, Hash root) {
        var node = index;
        var last = size - 1;
        var hash = leaf;
        for (var beside : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = Hash.ofNode(beside, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hash.ofNode(hash, beside);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && hash.equals(root);
    }
}
