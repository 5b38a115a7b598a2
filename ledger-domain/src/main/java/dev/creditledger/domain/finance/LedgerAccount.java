package dev.creditledger.domain.finance;

/**
 * The chart of accounts. Memo accounts count credits that no money stands behind in this ledger: what was given away, what
 * a contract bills elsewhere, what nothing has paid for.
 */
public enum LedgerAccount {
    /** Money that payments brought in, and the credits that were sold for it. */
    CLEARING(Side.DEBIT, false),
    /** Credits that a contract owes; their money is billed elsewhere. */
    CONTRACT_RECEIVABLE(Side.DEBIT, true),
    /** Credits that were given away. */
    PROMOTIONS_GRANTED(Side.DEBIT, true),
    /** Usage that was recorded and nothing has paid for. */
    UNCOVERED_USAGE(Side.DEBIT, true),
    /** Uncovered usage that was given up. */
    WRITE_OFFS(Side.DEBIT, true),
    /** Deferred revenue: what is still owed for credits that were sold. */
    CREDIT_LIABILITY(Side.CREDIT, false),
    /** Money for credits that were taken back: to be paid out, or credited, outside the ledger. */
    REFUNDS_PAYABLE(Side.CREDIT, false),
    /** Earned by use. */
    REVENUE(Side.CREDIT, false),
    /** Earned because credits lapsed unused. */
    BREAKAGE(Side.CREDIT, false),
    /** Credits given away that can still be spent. */
    PROMOTIONS_OUTSTANDING(Side.CREDIT, true),
    PROMOTIONS_USED(Side.CREDIT, true),
    PROMOTIONS_LAPSED(Side.CREDIT, true),
    PROMOTIONS_WITHDRAWN(Side.CREDIT, true),
    /** The other side of uncovered usage. Repaid, it becomes revenue; what is written off stays. */
    UNCOVERED_INCOME(Side.CREDIT, true);

    /** On which side it grows. */
    public enum Side {
        DEBIT,
        CREDIT
    }

    private final Side side;
    private final boolean memo;

    LedgerAccount(Side side, boolean memo) {
        this.side = side;
        this.memo = memo;
    }

    public Side side() {
        return side;
    }

    public boolean memo() {
        return memo;
    }

    /** Whether it holds what customers can still spend. */
    public boolean owed() {
        return this == CREDIT_LIABILITY || this == PROMOTIONS_OUTSTANDING;
    }
}
