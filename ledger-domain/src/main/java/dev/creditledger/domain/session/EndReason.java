package dev.creditledger.domain.session;

/** Why a session ended. */
public enum EndReason {
    USER_STOPPED,
    /** Its quota could not be told, or no longer allows the feature at all. */
    QUOTA_FAILED,
    QUOTA_EXCEEDED,
    CREDITS_EXHAUSTED,
    ERROR,
    /** Nobody was heard of for too long. */
    INTERRUPTED,
    MAX_DURATION,
    ADMIN_STOPPED,
    SERVER_SHUTDOWN;

    /** Whether whoever says so was there until now. */
    boolean isActivity() {
        return this == USER_STOPPED || this == ERROR;
    }
}
