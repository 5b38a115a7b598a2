package dev.creditledger.domain.finance;

import java.math.BigDecimal;

/**
 * An amount in the books. Both of its numbers are above zero for a debit, below for a credit; the postings of an event sum
 * up to zero in each currency and in credits.
 *
 * @param money at most six decimals
 * @param credits in millionths
 */
public record Posting(Heading heading, BigDecimal money, long credits) {

    boolean isNothing() {
        return credits == 0 && money.signum() == 0;
    }
}
