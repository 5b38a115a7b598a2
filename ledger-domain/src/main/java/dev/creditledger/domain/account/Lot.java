package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import java.time.Instant;

/**
 * What is left of one grant.
 *
 * @param remaining not spent and not reserved
 * @param held reserved by holds; it does not expire while held
 * @param pending not yet in effect
 * @param revoked what is still held goes when it is released
 */
public record Lot(GrantId grant, LotTerms terms, Credits remaining, Credits held, boolean pending, boolean revoked) {

    Credits available() {
        return pending ? Credits.ZERO : remaining;
    }

    boolean closed() {
        return remaining.isZero() && held.isZero();
    }

    /** What becomes of credits that come back to this lot at {@code now}. */
    Fate fateOfReturn(Instant now) {
        if (revoked) {
            return Fate.REVOKED;
        }
        return terms.expired(now) ? Fate.EXPIRED : Fate.AVAILABLE;
    }

    Lot activated() {
        return new Lot(grant, terms, remaining, held, false, revoked);
    }

    /** Without what is not reserved. */
    Lot emptied() {
        return new Lot(grant, terms, Credits.ZERO, held, pending, revoked);
    }

    Lot revokedNow() {
        return new Lot(grant, terms, Credits.ZERO, held, pending, true);
    }

    Lot spent(Credits amount) {
        return new Lot(grant, terms, remaining.minus(amount), held, pending, revoked);
    }

    Lot reserved(Credits amount) {
        return new Lot(grant, terms, remaining.minus(amount), held.plus(amount), pending, revoked);
    }

    Lot heldLess(Credits amount) {
        return new Lot(grant, terms, remaining, held.minus(amount), pending, revoked);
    }

    Lot refilled(Credits amount) {
        return new Lot(grant, terms, remaining.plus(amount), held, pending, revoked);
    }
}
