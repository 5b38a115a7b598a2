package dev.creditledger.domain.account;

/** What credits were spent on. */
public enum DeductionType {
    INFERENCE,
    EMBEDDING,
    FINE_TUNING,
    CUSTOM
}
