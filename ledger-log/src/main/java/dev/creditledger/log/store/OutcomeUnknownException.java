package dev.creditledger.log.store;

import org.jspecify.annotations.Nullable;

/**
 * The events may be in the log or not, and nobody answers who could tell. Not to be taken for a failure: the same
 * commands, with the same idempotency keys, find out later.
 */
public final class OutcomeUnknownException extends RuntimeException {

    OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
