package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import java.time.Instant;

/**
 * What is left of one grant.
 *
 * @param remaining not spent and not reserved
 * @param held reserved by holds; it does not expire while held
 * @param pending not yet in effect
 * @param repays whether it repays uncovered usage first when it takes effect
 * @param revoked what is still held goes when it is released
 */
public record Lot(
        GrantId grant,
        LotTerms terms,
        Credits remaining,
        Credits held,
        boolean pending,
        boolean repays,
        boolean revoked) {

    static Lot of(CreditsGranted granted) {
        var left = granted.amount().minus(granted.repaid().orElse(Credits.ZERO));
        return granted(granted.grant(), granted.terms(), left, granted.funding(), granted.pending());
    }

    /** @param left of what was granted, when it has repaid what was uncovered */
    static Lot granted(GrantId grant, LotTerms terms, Credits left, Funding funding, boolean pending) {
        return new Lot(grant, terms, left, Credits.ZERO, pending, pending && funding == Funding.PAID, false);
    }

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

    Lot activated(Credits repaid) {
        return new Lot(grant, terms, remaining.minus(repaid), held, false, false, revoked);
    }

    /** Without what is not reserved. */
    Lot emptied() {
        return new Lot(grant, terms, Credits.ZERO, held, pending, repays, revoked);
    }

    Lot revokedNow() {
        return new Lot(grant, terms, Credits.ZERO, held, pending, repays, true);
    }

    Lot spent(Credits amount) {
        return new Lot(grant, terms, remaining.minus(amount), held, pending, repays, revoked);
    }

    Lot reserved(Credits amount) {
        return new Lot(grant, terms, remaining.minus(amount), held.plus(amount), pending, repays, revoked);
    }

    Lot heldLess(Credits amount) {
        return new Lot(grant, terms, remaining, held.minus(amount), pending, repays, revoked);
    }

    Lot refilled(Credits amount) {
        return new Lot(grant, terms, remaining.plus(amount), held, pending, repays, revoked);
    }
}
