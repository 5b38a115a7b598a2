package dev.creditledger.log.codec;

/**
 * The log holds an event that this version of the ledger cannot read, most likely because a newer version wrote it. It is
 * never skipped: whoever skipped it would be wrong from then on.
 */
public final class UnknownEventTypeException extends RuntimeException {

    public UnknownEventTypeException(String what) {
        super(what + " is not known to this version of the ledger: run the version that wrote it, or a newer one");
    }
}
