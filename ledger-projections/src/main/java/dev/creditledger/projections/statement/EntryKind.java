package dev.creditledger.projections.statement;

/** What an entry of the statement tells. */
public enum EntryKind {
    OPENING,
    GRANT,
    ACTIVATION,
    DEDUCTION,
    EXPIRY,
    REVOCATION,
    REVERSAL,
    HOLD,
    CAPTURE,
    RELEASE,
    HOLD_EXPIRY,
    FREEZE,
    UNFREEZE,
    CLOSURE
}
