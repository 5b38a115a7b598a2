package dev.creditledger.domain.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.creditledger.domain.IdempotencyKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids derived from account and idempotency key, so that a retry finds the same id and an id finds its opening event
 * through the log's unique index on (aggregate, key hash).
 *
 * <p>What the ledger does by itself has a {@link LedgerKey}, digested after two zero bytes instead of one, where a caller's
 * key can have none.
 *
 * <p>An id is a UUID of version 8 (RFC 9562 §5.8) made from SHA-256(account id, 0x00, key): its first 64 free bits are
 * the first 64 bits of the digest, which are the key hash; the other 58 are the bits that follow.
 */
public final class KeyedId {

    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final int BITS_AFTER_HASH = 58;

    private KeyedId() {}

    public static UUID of(AccountId account, IdempotencyKey key) {
        return of(account.value(), key);
    }

    /** Of an aggregate that is no account, such as the price book: made in the same way. */
    public static UUID of(String aggregate, IdempotencyKey key) {
        return of(aggregate + '\0' + key.value());
    }

    public static UUID of(AccountId account, LedgerKey key) {
        return of(account.value() + "\0\0" + key.value());
    }

    private static UUID of(String text) {
        var digest = ByteBuffer.wrap(sha256(text));
        var hash = digest.getLong();
        var rest = digest.getLong() >>> (Long.SIZE - BITS_AFTER_HASH);
        var high = (hash & ~0xFFFFL) | VERSION_8 | (hash >>> 4 & 0xFFF);
        var low = VARIANT | (hash & 0xF) << BITS_AFTER_HASH | rest;
        return new UUID(high, low);
    }

    /** The 64-bit key hash that {@code id} was made with. */
    public static long hash(UUID id) {
        var high = id.getMostSignificantBits();
        return (high & ~0xFFFFL) | (high & 0xFFF) << 4 | (id.getLeastSignificantBits() >>> BITS_AFTER_HASH & 0xF);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
