package dev.creditledger.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * What has to be kept of a tree to add leaves to it: the roots of its complete subtrees, one for each bit of its size, the
 * largest first. Adding one costs one hash on average, whatever the size.
 */
public final class Frontier {

    private final List<Hash> roots;
    private long size;

    private Frontier(List<Hash> roots, long size) {
        this.roots = roots;
        this.size = size;
    }

    public static Frontier empty() {
        return new Frontier(new ArrayList<>(), 0);
    }

    /**
     * Of a tree that there is.
     *
     * @param roots of its complete subtrees, the largest first
     * @throws IllegalArgumentException unless there is one for each bit of {@code size}
     */
    public static Frontier of(long size, List<Hash> roots) {
        if (size < 0 || Long.bitCount(size) != roots.size()) {
            throw new IllegalArgumentException(
                    "a tree of " + size + " leaves has not " + roots.size() + " complete subtrees");
        }
        return new Frontier(new ArrayList<>(roots), size);
    }

    public void add(Hash leaf) {
        var root = leaf;
        for (var full = size; (full & 1) == 1; full >>= 1) {
            root = Hash.ofNode(roots.removeLast(), root);
        }
        roots.add(root);
        size++;
    }

    public long size() {
        return size;
    }

    /** Of the complete subtrees, the largest first. */
    public List<Hash> roots() {
        return List.copyOf(roots);
    }

    public Hash root() {
        if (roots.isEmpty()) {
            return Hash.ofNothing();
        }
        var root = roots.getLast();
        for (var left : roots.reversed().subList(1, roots.size())) {
            root = Hash.ofNode(left, root);
        }
        return root;
    }
}
