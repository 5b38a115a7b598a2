package dev.creditledger.domain.dispatch;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.AccountCommand;
import java.util.Optional;

/** A command with who asked for it, and the key under which it has one effect for ever. */
public record Submission(AccountCommand command, Cause cause, Optional<Once> once) {

    /**
     * One effect for ever.
     *
     * @param fingerprint Base64 of an HMAC-SHA-256 over method, path, caller and canonical body as sent: tells a retry
     *     from another request under the same key
     */
    public record Once(IdempotencyKey key, String fingerprint) {}
}
