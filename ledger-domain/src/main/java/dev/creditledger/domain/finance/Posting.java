package dev.creditledger.domain.finance;

import java.math.BigDecimal;
import java.util.List;

/**
 * An amount in the books. Both of its numbers are above zero for a debit, below for a credit; the postings of an event sum
 * up to zero in each currency and in credits.
 *
 * @param money in the currency of the heading, at most six decimals; zero where that names none
 * @param credits in millionths
 */
public record Posting(Heading heading, BigDecimal money, long credits) {

    /** Usage that nothing has paid for, or below zero, that was repaid. */
    public static List<Posting> uncovered(long millionths) {
        return memo(LedgerAccount.UNCOVERED_USAGE, LedgerAccount.UNCOVERED_INCOME, millionths);
    }

    public static List<Posting> writtenOff(long millionths) {
        return memo(LedgerAccount.WRITE_OFFS, LedgerAccount.UNCOVERED_USAGE, millionths);
    }

    private static List<Posting> memo(LedgerAccount debit, LedgerAccount credit, long millionths) {
        return List.of(
                new Posting(Heading.of(debit), BigDecimal.ZERO, millionths),
                new Posting(Heading.of(credit), BigDecimal.ZERO, -millionths));
    }

    boolean isNothing() {
        return credits == 0 && money.signum() == 0;
    }
}
