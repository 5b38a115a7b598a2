package dev.creditledger.api.demo;

import dev.creditledger.api.config.CannotStart;
import dev.creditledger.domain.dispatch.Dispatch;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends commands in order, many in flight, and goes back to those that got no clear answer: the key sees to one effect. */
public final class Submitting {

    private static final int IN_FLIGHT = 256;
    private static final int ATTEMPTS_MAX = 60;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Dispatch dispatch;
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    public Submitting(Dispatch dispatch) {
        this.dispatch = dispatch;
    }

    /**
     * Returns when every item has a final answer.
     *
     * @param answered is told each item with its outcome, from any thread
     * @throws CannotStart if the ledger cannot take them now
     */
    public <T> void all(Iterable<T> items, Function<T, Submission> command, BiConsumer<T, Outcome> answered)
            throws InterruptedException {
        for (var item : items) {
            room.acquire();
            if (failure.get() != null) {
                room.release();
                break;
            }
            submit(item, command.apply(item), 1, answered);
        }
        room.acquire(IN_FLIGHT);
        room.release(IN_FLIGHT);
        var reason = failure.get();
        if (reason != null) {
            throw new CannotStart(
                    "The demo stopped: " + reason.getMessage()
                            + "\nStart it again on the same data directory: it goes on where it stopped.",
                    reason);
        }
    }

    private <T> void submit(T item, Submission submission, int attempt, BiConsumer<T, Outcome> answered) {
        var _ = dispatch.submit(submission).whenComplete((outcome, bug) -> {
            if (bug != null) {
                end(bug);
            } else {
                settle(item, submission, attempt, outcome, answered);
            }
        });
    }

    private <T> void settle(
            T item, Submission submission, int attempt, Outcome outcome, BiConsumer<T, Outcome> answered) {
        switch (outcome) {
            case Outcome.Accepted _, Outcome.Rejected _ -> finish(item, outcome, answered);
            case Outcome.Overloaded(var retryAfter) -> again(item, submission, attempt, retryAfter, outcome, answered);
            case Outcome.KeyInUse _, Outcome.Unknown _, Outcome.Unavailable _ ->
                again(item, submission, attempt, PAUSE, outcome, answered);
            case Outcome.KeyReused _, Outcome.NothingToDo _, Outcome.Authorized _ ->
                end(new IllegalStateException("the answer to " + submission.once() + " is " + outcome));
        }
    }

    private <T> void again(
            T item,
            Submission submission,
            int attempt,
            Duration pause,
            Outcome outcome,
            BiConsumer<T, Outcome> answered) {
        if (attempt == ATTEMPTS_MAX || failure.get() != null) {
            end(new IllegalStateException("after " + attempt + " attempts the answer is still " + outcome));
            return;
        }
        var later = CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
        later.execute(() -> submit(item, submission, attempt + 1, answered));
    }

    private <T> void finish(T item, Outcome outcome, BiConsumer<T, Outcome> answered) {
        try {
            answered.accept(item, outcome);
            room.release();
        } catch (RuntimeException e) {
            end(e);
        }
    }

    private void end(Throwable reason) {
        failure.compareAndSet(null, reason);
        room.release();
    }
}
