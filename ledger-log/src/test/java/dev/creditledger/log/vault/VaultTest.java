package dev.creditledger.log.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.log.TestDatabase;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VaultTest {

    private static final SubjectId JANE = new SubjectId("jane");
    private static final FreeText TEXT = FreeText.of(Map.of("email", "jane@example.org", "reason", "grüezi\n\"\\\0"));
    private static final Personal.Clear CLEAR = new Personal.Clear(JANE, TEXT);

    private final TestDatabase database = TestDatabase.fresh();
    private final Vault vault = open();

    @AfterEach
    void close() {
        database.close();
    }

    private Vault open() {
        return Vault.open(database.app(), database.masterKey());
    }

    @Test
    void what_is_sealed_can_be_unsealed_here_and_by_another_node() {
        var sealed = vault.seal(CLEAR);

        assertThat(vault.unseal(sealed)).contains(TEXT);
        assertThat(open().unseal(sealed)).contains(TEXT);
    }

    @Test
    void the_same_text_is_sealed_differently_each_time() {
        assertThat(vault.seal(CLEAR)).isNotEqualTo(vault.seal(CLEAR));
    }

    @Test
    void repeated_text_keeps_its_seal() {
        assertThat(vault.sealRepeated(CLEAR)).isEqualTo(vault.sealRepeated(CLEAR));
        assertThat(vault.unseal(vault.sealRepeated(CLEAR))).contains(TEXT);
    }

    @Test
    void what_is_sealed_about_one_subject_is_nothing_about_another() {
        var sealed = vault.seal(CLEAR);
        var bob = new SubjectId("bob");
        vault.prepare(List.of(bob));

        assertThat(vault.unseal(new Personal.Sealed(bob, sealed.ciphertext()))).isEmpty();
    }

    @Test
    void tampered_ciphertext_is_not_unsealed() {
        var bytes = Base64.getDecoder().decode(vault.seal(CLEAR).ciphertext());
        bytes[20] ^= 1;

        assertThat(vault.unseal(new Personal.Sealed(JANE, Base64.getEncoder().encodeToString(bytes))))
                .isEmpty();
        assertThat(vault.unseal(new Personal.Sealed(JANE, "AAAA"))).isEmpty();
    }

    @Test
    void destroying_a_key_erases_what_was_said_and_not_what_will_be_said() {
        var before = vault.seal(CLEAR);
        var repeatedBefore = vault.sealRepeated(CLEAR);

        vault.destroy(JANE);

        assertThat(vault.unseal(before)).isEmpty();
        assertThat(open().unseal(before)).isEmpty();
        var after = vault.seal(CLEAR);
        assertThat(vault.unseal(after)).contains(TEXT);
        assertThat(open().unseal(after)).contains(TEXT);
        assertThat(vault.unseal(before)).isEmpty();
        assertThat(vault.sealRepeated(CLEAR)).isNotEqualTo(repeatedBefore);
    }

    @Test
    void an_unknown_subject_has_nothing_to_unseal() {
        assertThat(vault.unseal(new Personal.Sealed(new SubjectId("nobody"), "A".repeat(80))))
                .isEmpty();
    }

    @Test
    void nodes_that_meet_a_subject_at_once_agree_on_its_key() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sealed = IntStream.range(0, 8)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(() -> open().seal(CLEAR), threads))
                    .toList();

            assertThat(sealed)
                    .allSatisfy(one -> assertThat(vault.unseal(one.join())).contains(TEXT));
        }
    }

    @Test
    void a_fingerprint_tells_requests_apart_and_is_the_same_on_every_node() {
        var fingerprint = vault.fingerprint("POST /api/v1/accounts alice {}");

        assertThat(fingerprint).hasSize(43).matches("[A-Za-z0-9_-]+");
        assertThat(open().fingerprint("POST /api/v1/accounts alice {}")).isEqualTo(fingerprint);
        assertThat(vault.fingerprint("POST /api/v1/accounts alice {} ")).isNotEqualTo(fingerprint);
    }

    @Test
    void fingerprints_from_many_threads_do_not_mix() {
        try (var threads = Executors.newFixedThreadPool(4)) {
            var made = IntStream.range(0, 400)
                    .mapToObj(i -> CompletableFuture.supplyAsync(() -> vault.fingerprint("r" + i % 4), threads))
                    .toList();

            assertThat(new HashSet<>(made.stream().map(CompletableFuture::join).toList()))
                    .hasSize(4);
        }
    }

    @Test
    void another_master_key_is_noticed_at_once() {
        var other = MasterKey.parse(Base64.getEncoder().encodeToString(new byte[32]));

        assertThatThrownBy(() -> Vault.open(database.app(), other))
                .isInstanceOf(WrongMasterKeyException.class)
                .hasMessageContaining("configure the key that was in use");
    }
}
