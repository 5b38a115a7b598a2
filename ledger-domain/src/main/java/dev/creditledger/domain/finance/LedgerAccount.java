package dev.creditledger.domain.finance;

/**
 * The chart of accounts. Memo accounts count credits that no money stands behind in this ledger: what was given away, what
 * a contract bills elsewhere, what nothing has paid for. The first five grow by debits, the others by credits.
 */
public enum LedgerAccount {
    /** Money that payments brought in, and the credits that were sold for it. */
    CLEARING(false),
    /** Credits that a contract owes; their money is billed elsewhere. */
    CONTRACT_RECEIVABLE(true),
    /** Credits that were given away. */
    PROMOTIONS_GRANTED(true),
    /** Usage that was recorded and nothing has paid for. */
    UNCOVERED_USAGE(true),
    /** Uncovered usage that was given up. */
    WRITE_OFFS(true),
    /** Deferred revenue: what is still owed for credits that were sold. */
    CREDIT_LIABILITY(false),
    /** Money for credits that were taken back: to be paid out, or credited, outside the ledger. */
    REFUNDS_PAYABLE(false),
    /** Earned by use. */
    REVENUE(false),
    /** Earned because credits lapsed unused. */
    BREAKAGE(false),
    /** Credits given away that can still be spent. */
    PROMOTIONS_OUTSTANDING(true),
    PROMOTIONS_USED(true),
    PROMOTIONS_LAPSED(true),
    PROMOTIONS_WITHDRAWN(true),
    /** The other side of uncovered usage. Repaid, it becomes revenue; what is written off stays. */
    UNCOVERED_INCOME(true);

    private final boolean memo;

    LedgerAccount(boolean memo) {
        this.memo = memo;
    }

    public boolean memo() {
        return memo;
    }

    /** Whether it holds what customers can still spend. */
    public boolean owed() {
        return this == CREDIT_LIABILITY || this == PROMOTIONS_OUTSTANDING;
    }
}
