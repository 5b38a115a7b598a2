package dev.creditledger.commands.shared;

/** What the log says of an aggregate cannot be read now, or not by this version of the ledger. */
public final class StateUnknownException extends RuntimeException {

    private final String reason;

    StateUnknownException(String reason, RuntimeException cause) {
        super(reason, cause);
        this.reason = reason;
    }

    /** In words for operators. */
    public String reason() {
        return reason;
    }
}
