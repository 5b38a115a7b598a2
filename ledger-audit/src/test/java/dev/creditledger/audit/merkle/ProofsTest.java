package dev.creditledger.audit.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the vectors that are published with RFC 6962's first implementation, and against its formulas. */
class ProofsTest {

    /** Source: google/certificate-transparency, merkletree tests (Apache-2.0). */
    private static final List<byte[]> LEAVES = IntStream.range(0, 8)
            .mapToObj(i -> List.of(
                            "",
                            "00",
                            "10",
                            "2021",
                            "3031",
                            "40414243",
                            "5051525354555657",
                            "606162636465666768696a6b6c6d6e6f")
                    .get(i))
            .map(HexFormat.of()::parseHex)
            .toList();

    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    private static final int LARGEST = 40;

    private static List<byte[]> leaves(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> ("leaf " + i).getBytes(UTF_8))
                .toList();
    }

    /** Every complete subtree, computed when it is asked for. */
    private static Subtrees tree(List<byte[]> leaves) {
        return new Subtrees() {
            @Override
            public Hash root(int level, long index) {
                return level == 0
                        ? Hash.ofLeaf(leaves.get((int) index))
                        : Hash.ofNode(root(level - 1, 2 * index), root(level - 1, 2 * index + 1));
            }
        };
    }

    private static List<Hash> hashes(List<byte[]> path) {
        return path.stream().map(Hash::of).toList();
    }

    @Test
    void roots_are_those_that_are_published() {
        var frontier = Frontier.empty();
        assertThat(frontier.root()).hasToString(ROOTS.getFirst());
        for (var size = 1; size <= LEAVES.size(); size++) {
            frontier.add(Hash.ofLeaf(LEAVES.get(size - 1)));

            assertThat(frontier.root()).hasToString(ROOTS.get(size));
            assertThat(Frontier.of(size, frontier.roots()).root()).isEqualTo(frontier.root());
            assertThat(tree(LEAVES).rootOf(0, size)).isEqualTo(frontier.root());
        }
    }

    @Test
    void proofs_of_inclusion_are_those_of_the_formulas_and_prove_nothing_else() {
        for (var size = 1; size <= LARGEST; size++) {
            var leaves = leaves(size);
            var root = Hash.of(RecursiveTree.mth(leaves));
            for (var index = 0; index < size; index++) {
                var leaf = Hash.ofLeaf(leaves.get(index));
                var proof = InclusionProof.of(index, size, tree(leaves));

                assertThat(proof.path()).isEqualTo(hashes(RecursiveTree.path(index, leaves)));
                assertThat(proof.proves(leaf, root)).isTrue();
                assertThat(RecursiveTree.includes(
                                index,
                                size,
                                leaf.bytes(),
                                proof.path().stream().map(Hash::bytes).toList(),
                                root.bytes()))
                        .isTrue();
                assertThat(proof.proves(Hash.ofLeaf("another".getBytes(UTF_8)), root))
                        .isFalse();
                assertThat(proof.proves(leaf, leaf)).isEqualTo(size == 1);
                for (var wrong : altered(proof.path())) {
                    assertThat(new InclusionProof(index, size, wrong).proves(leaf, root))
                            .isFalse();
                }
                var next = (index + 1) % size;
                assertThat(new InclusionProof(next, size, proof.path()).proves(leaf, root))
                        .isEqualTo(size == 1);
            }
        }
    }

    @Test
    void proofs_of_consistency_are_those_of_the_formulas_and_prove_nothing_else() {
        for (var size = 1; size <= LARGEST; size++) {
            var leaves = leaves(size);
            var later = Hash.of(RecursiveTree.mth(leaves));
            for (var before = 1; before <= size; before++) {
                var earlier = Hash.of(RecursiveTree.mth(leaves.subList(0, before)));
                var proof = ConsistencyProof.of(before, size, tree(leaves));

                assertThat(proof.path()).isEqualTo(hashes(RecursiveTree.proof(before, leaves)));
                assertThat(proof.proves(earlier, later)).isTrue();
                var other = Hash.ofLeaf("another".getBytes(UTF_8));
                assertThat(proof.proves(other, later)).isFalse();
                assertThat(proof.proves(earlier, other)).isFalse();
                for (var wrong : altered(proof.path())) {
                    assertThat(new ConsistencyProof(before, size, wrong).proves(earlier, later))
                            .isFalse();
                }
            }
        }
    }

    /** One hash changed, one too few, one too many. */
    private static List<List<Hash>> altered(List<Hash> path) {
        var all = new ArrayList<List<Hash>>();
        var other = Hash.ofLeaf("another".getBytes(UTF_8));
        for (var i = 0; i < path.size(); i++) {
            var changed = new ArrayList<>(path);
            changed.set(i, other);
            all.add(changed);
        }
        if (!path.isEmpty()) {
            all.add(path.subList(0, path.size() - 1));
        }
        var longer = new ArrayList<>(path);
        longer.add(other);
        all.add(longer);
        return all;
    }

    @Test
    void a_tree_of_nothing_is_consistent_with_every_tree() {
        var leaves = leaves(5);
        var proof = ConsistencyProof.of(0, 5, tree(leaves));

        assertThat(proof.path()).isEmpty();
        assertThat(proof.proves(Hash.ofNothing(), Hash.of(RecursiveTree.mth(leaves))))
                .isTrue();
        assertThat(proof.proves(Hash.ofLeaf(new byte[0]), Hash.of(RecursiveTree.mth(leaves))))
                .isFalse();
    }

    @Test
    void what_no_tree_can_have_is_refused() {
        assertThatThrownBy(() -> InclusionProof.of(3, 3, tree(leaves(3)))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConsistencyProof.of(4, 3, tree(leaves(3))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Frontier.of(3, List.of(Hash.ofNothing())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hash.ofHex("00")).isInstanceOf(IllegalArgumentException.class);
    }
}
