package dev.creditledger.domain.dispatch;

/** This node has not seen the price book for so long that a change may have begun which it does not know, or never. */
public final class PricesUnknownException extends RuntimeException {

    private final String reason;

    /** @param reason in words for operators */
    public PricesUnknownException(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
