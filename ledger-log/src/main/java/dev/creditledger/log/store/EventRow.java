package dev.creditledger.log.store;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.KeyedId;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.log.codec.EventType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as its columns in the log, without the position: what the leaf hash is made of.
 *
 * @param keyHash first 64 bits of the idempotency key's hash, on the event that answers a command
 * @param refersTo key hash of the event that this one follows up, on reversals, revocations and ends of sessions
 */
record EventRow(
        String aggregate,
        long sequence,
        EventType type,
        UUID eventId,
        Instant occurredAt,
        Instant bookedAt,
        @Nullable Long keyHash,
        @Nullable Long refersTo,
        Bytes payload,
        Bytes metadata) {

    static long keyHash(String aggregate, IdempotencyKey key) {
        return KeyedId.hash(KeyedId.of(aggregate, key));
    }

    static @Nullable Long refersTo(Event event) {
        return switch (event) {
            case DeductionReversed reversed -> KeyedId.hash(reversed.deduction().value());
            case SessionEnded ended -> KeyedId.hash(ended.session().value());
            case GrantRevoked revoked -> KeyedId.hash(revoked.grant().value());
            default -> null;
        };
    }

    @Override
    public String toString() {
        return "EventRow[" + aggregate + " #" + sequence + ", " + type + "]";
    }
}
