package dev.creditledger.api.demo.live;

import dev.creditledger.api.config.CannotStart;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long a simulated user waits for an answer. */
final class Patience {

    static final Duration LONGEST = Duration.ofSeconds(20);

    private Patience() {}

    /** @throws CannotStart if nothing comes, or it cannot come any more */
    static <T> T await(CompletableFuture<T> answer, String what) throws InterruptedException {
        try {
            return answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw stopped(what + " is not answered within " + LONGEST.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw stopped(what + " failed: " + e.getCause(), e);
        }
    }

    /** Waits for what has its own patience. */
    static void finished(Future<?> deed) throws InterruptedException {
        try {
            deed.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CannotStart stopped ? stopped : new IllegalStateException(e.getCause());
        }
    }

    static CannotStart stopped(String why) {
        return new CannotStart(words(why));
    }

    private static CannotStart stopped(String why, Throwable cause) {
        return new CannotStart(words(why), cause);
    }

    private static String words(String why) {
        return "The demo stopped: " + why + ".\nStart it again: it opens accounts of its own.";
    }
}
