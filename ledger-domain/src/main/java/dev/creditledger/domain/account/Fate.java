package dev.creditledger.domain.account;

/** What becomes of credits that return to their lot. */
public enum Fate {
    AVAILABLE,
    /** The lot had expired meanwhile, and they with it. */
    EXPIRED,
    /** The grant was revoked meanwhile, and they with it. */
    REVOKED
}
