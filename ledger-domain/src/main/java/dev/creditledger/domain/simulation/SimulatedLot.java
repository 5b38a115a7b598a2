package dev.creditledger.domain.simulation;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.LotTerms;
import java.time.Instant;

/**
 * What is left of one grant in an account as it would be. It changes in place, as a simulation has millions of them and each
 * event touches one.
 */
final class SimulatedLot {

    /** Credits of one lot. */
    record Part(SimulatedLot lot, Credits amount) {}

    private final GrantId grant;
    private final LotTerms terms;
    private final boolean paid;
    private Credits remaining;
    private Credits held = Credits.ZERO;
    private boolean pending;
    private boolean revoked;

    SimulatedLot(GrantId grant, LotTerms terms, boolean paid, Credits remaining, boolean pending) {
        this.grant = grant;
        this.terms = terms;
        this.paid = paid;
        this.remaining = remaining;
        this.pending = pending;
    }

    GrantId grant() {
        return grant;
    }

    LotTerms terms() {
        return terms;
    }

    /** Whether it repays uncovered usage when it takes effect. */
    boolean paid() {
        return paid;
    }

    boolean pending() {
        return pending;
    }

    Credits remaining() {
        return remaining;
    }

    Credits held() {
        return held;
    }

    boolean closed() {
        return remaining.isZero() && held.isZero();
    }

    Credits available() {
        return pending ? Credits.ZERO : remaining;
    }

    /** Whether credits that come back to it at {@code time} can be spent again. */
    boolean takesBack(Instant time) {
        return !revoked && expiresAt().isAfter(time);
    }

    /** When it takes effect or, once it has, expires. */
    Instant nextDue() {
        return pending ? terms.effectiveAt() : remaining.isZero() ? Instant.MAX : expiresAt();
    }

    private Instant expiresAt() {
        return terms.expiresAt().orElse(Instant.MAX);
    }

    void activate() {
        pending = false;
    }

    void spend(Credits amount) {
        remaining = remaining.minus(amount);
    }

    void refill(Credits amount) {
        remaining = remaining.plus(amount);
    }

    void hold(Credits amount) {
        spend(amount);
        held = held.plus(amount);
    }

    void holdLess(Credits amount) {
        held = held.minus(amount);
    }

    /** All that is not reserved is gone. */
    void empty() {
        remaining = Credits.ZERO;
    }

    void revoke() {
        empty();
        revoked = true;
    }
}
