package dev.creditledger.api.live;

/** How much is put up with from a client. */
final class Manners {

    private static final int BINARY_MAX = 64 * 1024;
    private static final int ERRORS_MAX = 20;

    private int errors;
    private long binary;

    /**
     * Part of a binary message has come.
     *
     * @param last whether it was the last part
     */
    boolean isTooBig(int bytes, boolean last) {
        binary += bytes;
        var tooBig = binary > BINARY_MAX;
        binary = last ? 0 : binary;
        return tooBig;
    }

    /** A message could not be read. */
    boolean isTooMuch() {
        return ++errors >= ERRORS_MAX;
    }
}
