package dev.creditledger.log.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The hash that makes an event a leaf of a Merkle tree (RFC 6962 §2.1): SHA-256(0x00 ‖ encoding). The encoding is defined
 * in docs/log-format.md; it never changes for events already written.
 */
final class LeafHash {

    private static final byte LEAF = 0x00;
    private static final byte ENCODING_VERSION = 0x01;
    private static final int ABSENT = -1;
    private static final int UUID_BYTES = 16;

    /** Two prefix bytes, eleven length fields, six integers of 8 bytes and the event's id. */
    private static final int FIXED_BYTES = 2 + 11 * Integer.BYTES + 6 * Long.BYTES + UUID_BYTES;

    private LeafHash() {}

    static Bytes of(EventRow row) {
        var aggregate = row.aggregate().getBytes(UTF_8);
        var type = row.type().name().getBytes(UTF_8);
        var bytes = ByteBuffer.allocate(FIXED_BYTES
                + aggregate.length
                + type.length
                + row.payload().length()
                + row.metadata().length());
        bytes.put(LEAF).put(ENCODING_VERSION);
        put(bytes, aggregate);
        put(bytes, row.sequence());
        put(bytes, type);
        put(bytes, (long) row.type().version());
        bytes.putInt(UUID_BYTES)
                .putLong(row.eventId().getMostSignificantBits())
                .putLong(row.eventId().getLeastSignificantBits());
        put(bytes, micros(row.occurredAt()));
        put(bytes, micros(row.bookedAt()));
        putIfPresent(bytes, row.keyHash());
        putIfPresent(bytes, row.refersTo());
        put(bytes, row.payload().array());
        put(bytes, row.metadata().array());
        return Bytes.of(sha256(bytes));
    }

    private static void put(ByteBuffer bytes, byte[] field) {
        bytes.putInt(field.length).put(field);
    }

    private static void put(ByteBuffer bytes, long field) {
        bytes.putInt(Long.BYTES).putLong(field);
    }

    private static void putIfPresent(ByteBuffer bytes, @Nullable Long field) {
        if (field == null) {
            bytes.putInt(ABSENT);
        } else {
            put(bytes, field.longValue());
        }
    }

    /**
     * Microseconds since 1970-01-01T00:00Z.
     *
     * @throws IllegalArgumentException if the time is finer: it would not come back as it was
     */
    static long micros(Instant time) {
        if (!time.equals(time.truncatedTo(ChronoUnit.MICROS))) {
            throw new IllegalArgumentException("the log keeps microseconds, this is finer: " + time);
        }
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    private static byte[] sha256(ByteBuffer bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.flip());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
