package dev.creditledger.log.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The hash that makes an event a leaf of a Merkle tree (RFC 6962 §2.1): SHA-256(0x00 ‖ encoding). The encoding is defined
 * in docs/log-format.md; it never changes for events already written.
 *
 * <p>For many events one after the other: used by one thread.
 */
final class LeafHash {

    private static final byte LEAF = 0x00;
    private static final byte ENCODING_VERSION = 0x01;
    private static final int ABSENT = -1;
    private static final int UUID_BYTES = 16;
    private static final int TYPICAL_BYTES = 1_024;

    /** Two prefix bytes, eleven length fields, six integers of 8 bytes and the event's id. */
    private static final int FIXED_BYTES = 2 + 11 * Integer.BYTES + 6 * Long.BYTES + UUID_BYTES;

    private final MessageDigest sha256;
    private ByteBuffer bytes = ByteBuffer.allocate(TYPICAL_BYTES);

    LeafHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    Bytes of(EventRow row) {
        var aggregate = row.aggregate().getBytes(UTF_8);
        var type = row.type().name().getBytes(UTF_8);
        start(FIXED_BYTES
                + aggregate.length
                + type.length
                + row.payload().length()
                + row.metadata().length());
        bytes.put(LEAF).put(ENCODING_VERSION);
        put(aggregate);
        put(row.sequence());
        put(type);
        put((long) row.type().version());
        bytes.putInt(UUID_BYTES)
                .putLong(row.eventId().getMostSignificantBits())
                .putLong(row.eventId().getLeastSignificantBits());
        put(micros(row.occurredAt()));
        put(micros(row.bookedAt()));
        putIfPresent(row.keyHash());
        putIfPresent(row.refersTo());
        put(row.payload().array());
        put(row.metadata().array());
        sha256.update(bytes.flip());
        return Bytes.of(sha256.digest());
    }

    private void start(int length) {
        if (bytes.capacity() < length) {
            bytes = ByteBuffer.allocate(length);
        }
        bytes.clear();
    }

    private void put(byte[] field) {
        bytes.putInt(field.length).put(field);
    }

    private void put(long field) {
        bytes.putInt(Long.BYTES).putLong(field);
    }

    private void putIfPresent(@Nullable Long field) {
        if (field == null) {
            bytes.putInt(ABSENT);
        } else {
            put(field.longValue());
        }
    }

    /**
     * Microseconds since 1970-01-01T00:00Z.
     *
     * @throws IllegalArgumentException if the time is finer: it would not come back as it was
     */
    static long micros(Instant time) {
        if (time.getNano() % 1_000 != 0) {
            throw new IllegalArgumentException("the log keeps microseconds, this is finer: " + time);
        }
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }
}
