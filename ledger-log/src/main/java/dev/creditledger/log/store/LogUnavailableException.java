package dev.creditledger.log.store;

import org.jspecify.annotations.Nullable;

/** The log does not take or give events now. For an append: nothing was written. */
public final class LogUnavailableException extends RuntimeException {

    /** What keeps it, in words for operators. */
    private final String reason;

    LogUnavailableException(String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
