package dev.creditledger.domain.account;

/** What an account may do now. */
public enum Status {
    /** Does not exist yet. */
    UNOPENED,
    OPEN,
    /** Takes grants, captures, releases and reversals; does not spend and places no hold. */
    FROZEN,
    CLOSED
}
