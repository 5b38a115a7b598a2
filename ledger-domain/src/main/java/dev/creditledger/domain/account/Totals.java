package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;

/**
 * What happened to an account's credits in its life. With its {@link Balance} it always holds that granted = available +
 * pending + held + deducted + expired + revoked.
 *
 * @param deducted net of reversals
 */
public record Totals(Credits granted, Credits deducted, Credits expired, Credits revoked) {

    public static final Totals ZERO = new Totals(Credits.ZERO, Credits.ZERO, Credits.ZERO, Credits.ZERO);

    Totals plusGranted(Credits amount) {
        return new Totals(granted.plus(amount), deducted, expired, revoked);
    }

    Totals plusDeducted(Credits amount) {
        return new Totals(granted, deducted.plus(amount), expired, revoked);
    }

    Totals minusDeducted(Credits amount) {
        return new Totals(granted, deducted.minus(amount), expired, revoked);
    }

    Totals plusExpired(Credits amount) {
        return new Totals(granted, deducted, expired.plus(amount), revoked);
    }

    Totals plusRevoked(Credits amount) {
        return new Totals(granted, deducted, expired, revoked.plus(amount));
    }
}
