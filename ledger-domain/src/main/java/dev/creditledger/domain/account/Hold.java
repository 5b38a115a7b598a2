package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import java.time.Instant;
import java.util.List;

/**
 * Credits reserved from named lots.
 *
 * @param expiresAt first instant at which it no longer holds
 * @param parts in draw order
 */
public record Hold(HoldId id, Instant expiresAt, List<Draw> parts) {

    public Hold {
        parts = List.copyOf(parts);
    }

    Credits amount() {
        return Draw.sum(parts);
    }

    /** Its first credits in draw order, up to {@code amount}. */
    List<Draw> first(Credits amount) {
        return Draw.first(parts, amount);
    }

    /** What is left behind its first credits. */
    List<Draw> rest(Credits amount) {
        return Draw.rest(parts, amount);
    }
}
