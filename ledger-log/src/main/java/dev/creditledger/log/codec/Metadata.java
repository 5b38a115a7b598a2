package dev.creditledger.log.codec;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.IdempotencyKey;
import java.util.Optional;

/**
 * What stands behind an event.
 *
 * @param answer on the event that answers a command, and on no other
 */
public record Metadata(Cause cause, Optional<Answer> answer) {

    /** @param fingerprint tells a retry of the request from another request under the same key */
    public record Answer(IdempotencyKey key, String fingerprint) {}
}
