package dev.creditledger.projections.simulation;

/** The log cannot be read, or there is too much in it. */
public final class CannotSimulateException extends RuntimeException {

    CannotSimulateException(String message, RuntimeException cause) {
        super(message, cause);
    }
}
