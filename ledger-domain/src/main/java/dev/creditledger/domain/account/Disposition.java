package dev.creditledger.domain.account;

/** What becomes of the credits left when an account is closed. */
public enum Disposition {
    /** They count as expired. */
    FORFEIT,
    /** They count as revoked, and are to be paid back outside the ledger. */
    REVOKE_FOR_REFUND
}
