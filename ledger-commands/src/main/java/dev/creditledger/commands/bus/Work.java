package dev.creditledger.commands.bus;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.dispatch.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.CommandMessage;

/** Something asked of one account, and the promise of an answer. */
record Work(AccountId account, Task task, CompletableFuture<Outcome> outcome) {

    sealed interface Task {}

    /** @param message carries the cause and, with {@code once}, key and fingerprint */
    record Decide(CommandMessage<BoundCommand> message, Optional<Once> once) implements Task {}

    /** A question: it writes nothing. */
    record Authorize(Credits amount, Instant at) implements Task {}

    /**
     * @param hash 64 bits of account and key, as the log keeps them
     * @param fingerprint tells a retry from another request under the same key
     */
    record Once(IdempotencyKey key, long hash, String fingerprint) {}

    Work(AccountId account, Task task) {
        this(account, task, new CompletableFuture<>());
    }

    Optional<Once> once() {
        return task instanceof Decide decide ? decide.once() : Optional.empty();
    }

    boolean isOpen() {
        return !outcome.isDone();
    }

    /** The first answer counts. */
    void answer(Outcome answer) {
        outcome.complete(answer);
    }

    void fail(Throwable cause) {
        outcome.completeExceptionally(cause);
    }
}
