package dev.creditledger.domain.account;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.IdempotencyKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class KeyedIdTest {

    private static final AccountId ALICE = new AccountId("alice");

    @Test
    void the_same_account_and_key_give_the_same_id_and_others_another() {
        var id = KeyedId.of(ALICE, new IdempotencyKey("k"));
        assertThat(KeyedId.of(ALICE, new IdempotencyKey("k"))).isEqualTo(id);
        assertThat(KeyedId.of(ALICE, new IdempotencyKey("l"))).isNotEqualTo(id);
        assertThat(KeyedId.of(new AccountId("bob"), new IdempotencyKey("k"))).isNotEqualTo(id);
    }

    @Test
    void an_id_is_a_uuid_of_version_8_that_carries_the_first_64_bits_of_the_digest() throws Exception {
        for (var i = 0; i < 1000; i++) {
            var digest = MessageDigest.getInstance("SHA-256").digest(("alice\0key-" + i).getBytes(UTF_8));
            var id = KeyedId.of(ALICE, new IdempotencyKey("key-" + i));
            assertThat(id.version()).isEqualTo(8);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(KeyedId.hash(id)).isEqualTo(ByteBuffer.wrap(digest).getLong());
        }
    }
}
