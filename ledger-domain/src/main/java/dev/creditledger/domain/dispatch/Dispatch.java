package dev.creditledger.domain.dispatch;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The door of the write side.
 *
 * <p>A future completes once the outcome is durable; it completes exceptionally only for bugs and outages that no
 * {@link Outcome} names. Whatever the caller does with the future, an accepted command stays accepted.
 */
public interface Dispatch {

    /** Decides one command. Never blocks: a full queue answers {@link Outcome.Overloaded}. */
    default CompletableFuture<Outcome> submit(Submission submission) {
        return submitAll(List.of(submission)).getFirst();
    }

    /** Decides many commands, each for itself; those of one account in the order given. Answers in the same order. */
    List<CompletableFuture<Outcome>> submitAll(List<Submission> submissions);

    /** Whether the account may spend {@code amount} at {@code at}: decided like a command, changes nothing. */
    CompletableFuture<Outcome> authorize(AccountId account, Credits amount, Instant at);
}
