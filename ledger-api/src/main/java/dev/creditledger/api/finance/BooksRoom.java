package dev.creditledger.api.finance;

import dev.creditledger.api.problem.Problem;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Who may look into the books now: few at once, as each look takes memory and a processor of the database; and of those who
 * have them checked, which reads all open lots, one.
 */
final class BooksRoom {

    private static final int LOOKS_MAX = 4;

    private final Semaphore looks = new Semaphore(LOOKS_MAX);
    private final Semaphore checks = new Semaphore(1);

    /** @throws dev.creditledger.api.problem.ProblemException {@code overloaded} */
    <T> T look(Supplier<T> look) {
        return within(looks, "Too many look into the books at once.", look);
    }

    /** @throws dev.creditledger.api.problem.ProblemException {@code overloaded} */
    <T> T check(Supplier<T> check) {
        return within(checks, "The books are being checked already.", check);
    }

    private static <T> T within(Semaphore room, String refusal, Supplier<T> reading) {
        if (!room.tryAcquire()) {
            throw Problem.OVERLOADED.because(refusal).retryAfter(1);
        }
        try {
            return reading.get();
        } finally {
            room.release();
        }
    }
}
