package dev.creditledger.audit.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** RFC 6962 §2.1 written down once more, from its formulas alone: slow, and without anything of what it is to check. */
final class RecursiveTree {

    private RecursiveTree() {}

    static byte[] mth(List<byte[]> d) {
        if (d.isEmpty()) {
            return sha(new byte[0]);
        }
        if (d.size() == 1) {
            return sha(new byte[] {0}, d.getFirst());
        }
        var k = k(d.size());
        return sha(new byte[] {1}, mth(d.subList(0, k)), mth(d.subList(k, d.size())));
    }

    static List<byte[]> path(int m, List<byte[]> d) {
        if (d.size() == 1) {
            return List.of();
        }
        var k = k(d.size());
        return m < k
                ? with(path(m, d.subList(0, k)), mth(d.subList(k, d.size())))
                : with(path(m - k, d.subList(k, d.size())), mth(d.subList(0, k)));
    }

    static List<byte[]> proof(int m, List<byte[]> d) {
        return subproof(m, d, true);
    }

    private static List<byte[]> subproof(int m, List<byte[]> d, boolean b) {
        if (m == d.size()) {
            return b ? List.of() : List.of(mth(d));
        }
        var k = k(d.size());
        return m <= k
                ? with(subproof(m, d.subList(0, k), b), mth(d.subList(k, d.size())))
                : with(subproof(m - k, d.subList(k, d.size()), false), mth(d.subList(0, k)));
    }

    /** Checks an inclusion proof by walking down the tree of that size and up again with what the proof says. */
    static boolean includes(int m, int n, byte[] leafHash, List<byte[]> path, byte[] root) {
        var rest = new ArrayList<>(path);
        return Arrays.equals(climb(m, n, leafHash, rest), root) && rest.isEmpty();
    }

    private static byte[] climb(int m, int n, byte[] leafHash, List<byte[]> rest) {
        if (n == 1) {
            return leafHash;
        }
        var k = k(n);
        if (m < k) {
            var left = climb(m, k, leafHash, rest);
            return sha(new byte[] {1}, left, next(rest));
        }
        var right = climb(m - k, n - k, leafHash, rest);
        return sha(new byte[] {1}, next(rest), right);
    }

    private static byte[] next(List<byte[]> rest) {
        return rest.isEmpty() ? "nothing".getBytes(UTF_8) : rest.removeFirst();
    }

    private static int k(int n) {
        var k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static List<byte[]> with(List<byte[]> path, byte[] last) {
        var longer = new ArrayList<>(path);
        longer.add(last);
        return longer;
    }

    private static byte[] sha(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
