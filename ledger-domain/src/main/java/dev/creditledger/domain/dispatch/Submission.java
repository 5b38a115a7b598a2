package dev.creditledger.domain.dispatch;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.BoundCommand;
import java.util.Optional;

/** A command with who asked for it, and the key under which it has one effect for ever. */
public record Submission(BoundCommand command, Cause cause, Optional<Once> once) {

    /**
     * One effect for ever.
     *
     * @param request the request in a canonical form: method, path, caller and body as sent. The write side keeps an HMAC
     *     of it, which tells a retry from another request under the same key. It may hold personal data: never print it
     */
    public record Once(IdempotencyKey key, String request) {
        @Override
        public String toString() {
            return "Once[" + key + "]";
        }
    }
}
