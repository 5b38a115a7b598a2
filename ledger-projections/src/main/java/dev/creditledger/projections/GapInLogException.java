package dev.creditledger.projections;

/** The log is not as it must be: events are missing between the token and what was read. Nothing is skipped. */
final class GapInLogException extends IllegalStateException {

    GapInLogException(long token, long last, int read) {
        super("read " + read + " events after position " + token + " and came to " + last);
    }
}
