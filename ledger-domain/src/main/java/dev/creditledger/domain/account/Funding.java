package dev.creditledger.domain.account;

/** How granted credits were funded, so that liability and revenue can be told apart. */
public enum Funding {
    PAID,
    PROMOTIONAL,
    CONTRACT
}
