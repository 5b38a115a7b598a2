package dev.creditledger.domain.account;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * The terms on which a lot is spent; they never change. Their order is the draw order: lowest priority number, then
 * soonest expiry (never: last), then earliest effective, then grant order.
 *
 * @param order counts the account's grants from 1
 * @param priority 0 to 1000, lowest is spent first
 * @param effectiveAt first instant at which it may be spent
 * @param expiresAt first instant at which it may no longer be spent; empty: never
 */
public record LotTerms(long order, int priority, Instant effectiveAt, Optional<Instant> expiresAt)
        implements Comparable<LotTerms> {

    public static final int PRIORITY_MAX = 1000;

    private static final Comparator<LotTerms> DRAW_ORDER = Comparator.comparingInt(LotTerms::priority)
            .thenComparing(terms -> terms.expiresAt.orElse(Instant.MAX))
            .thenComparing(LotTerms::effectiveAt)
            .thenComparingLong(LotTerms::order);

    public LotTerms {
        if (priority < 0 || priority > PRIORITY_MAX) {
            throw new IllegalArgumentException("a priority lies between 0 and 1000: " + priority);
        }
        if (expiresAt.isPresent() && !effectiveAt.isBefore(expiresAt.get())) {
            throw new IllegalArgumentException("a lot expires after it takes effect");
        }
    }

    boolean expired(Instant now) {
        return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    }

    @Override
    public int compareTo(LotTerms other) {
        return DRAW_ORDER.compare(this, other);
    }
}
