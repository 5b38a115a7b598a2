package dev.creditledger.projections.session;

/** Whether a session goes on. */
public enum SessionStatus {
    RUNNING,
    ENDED
}
