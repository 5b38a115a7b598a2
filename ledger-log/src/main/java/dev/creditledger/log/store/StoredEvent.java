package dev.creditledger.log.store;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Event;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.log.codec.EventCodec;
import dev.creditledger.log.codec.EventType;
import dev.creditledger.log.codec.Metadata;
import dev.creditledger.log.codec.MetadataCodec;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event as it stands in the log. Its JSON is read when it is first asked for. */
public final class StoredEvent {

    private final long position;
    private final EventRow row;
    private final Bytes leafHash;
    private final EventCodec codec;
    private final MetadataCodec metadataCodec;

    /** Decoded; threads that race for it decode the same. */
    private @Nullable Event event;

    private @Nullable Metadata metadata;

    StoredEvent(long position, EventRow row, Bytes leafHash, EventCodec codec, MetadataCodec metadataCodec) {
        this.position = position;
        this.row = row;
        this.leafHash = leafHash;
        this.codec = codec;
        this.metadataCodec = metadataCodec;
    }

    /** Counts all events from 1, without a gap. */
    public long position() {
        return position;
    }

    public String aggregate() {
        return row.aggregate();
    }

    /** Counts the aggregate's events from 0. */
    public long sequence() {
        return row.sequence();
    }

    public EventType type() {
        return row.type();
    }

    public UUID eventId() {
        return row.eventId();
    }

    public Instant occurredAt() {
        return row.occurredAt();
    }

    public Instant bookedAt() {
        return row.bookedAt();
    }

    /** On the event that answers a command: 64 bits of the key's hash. */
    public OptionalLong keyHash() {
        return optional(row.keyHash());
    }

    /** On a reversal or revocation: the key hash of the deduction or grant. */
    public OptionalLong refersTo() {
        return optional(row.refersTo());
    }

    /** The exact bytes that were written: UTF-8 JSON. */
    public byte[] payload() {
        return row.payload().array().clone();
    }

    /** The exact bytes that were written: UTF-8 JSON. */
    public byte[] metadataBytes() {
        return row.metadata().array().clone();
    }

    /** As stored; not checked against the columns. */
    public byte[] leafHash() {
        return leafHash.array().clone();
    }

    /** @throws dev.creditledger.log.codec.UnknownEventTypeException if a newer version of the ledger wrote it */
    public Event event() {
        var decoded = event;
        if (decoded == null) {
            var beside = new EventCodec.Beside(row.aggregate(), row.occurredAt(), row.bookedAt());
            decoded = codec.decode(row.type(), beside, row.payload().array());
            event = decoded;
        }
        return decoded;
    }

    public Metadata metadata() {
        var decoded = metadata;
        if (decoded == null) {
            decoded = metadataCodec.decode(row.metadata().array());
            metadata = decoded;
        }
        return decoded;
    }

    public Cause cause() {
        return metadata().cause();
    }

    /** On the event that answers a command. */
    public Optional<IdempotencyKey> key() {
        return metadata().answer().map(Metadata.Answer::key);
    }

    /** On the event that answers a command. */
    public Optional<String> fingerprint() {
        return metadata().answer().map(Metadata.Answer::fingerprint);
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public String toString() {
        return "StoredEvent[" + position + ": " + row.aggregate() + " #" + row.sequence() + ", " + row.type() + "]";
    }
}
