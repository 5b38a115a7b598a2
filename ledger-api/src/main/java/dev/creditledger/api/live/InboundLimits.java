package dev.creditledger.api.live;

import java.util.concurrent.TimeUnit;

/** How much is put up with from a client. */
final class InboundLimits {

    private static final int BINARY_MAX = 64 * 1024;
    private static final int ERRORS_MAX = 20;
    private static final int TEXTS_PER_SECOND_MAX = 100;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private int errors;
    private long binary;
    private long second = System.nanoTime();
    private int texts;

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

    /** Another text has come. */
    boolean isTooFast() {
        var now = System.nanoTime();
        if (now - second >= SECOND_NANOS) {
            second = now;
            texts = 0;
        }
        texts++;
        return texts > TEXTS_PER_SECOND_MAX;
    }

    /** Another text could not be read. */
    boolean isTooWrong() {
        errors++;
        return errors >= ERRORS_MAX;
    }
}
