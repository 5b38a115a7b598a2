package dev.creditledger.domain.dispatch;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.Authorization;
import java.time.Duration;

/** What became of a submission. */
public sealed interface Outcome {

    /**
     * Durable.
     *
     * @param event the answering event: it carries all that the answer says, balance included
     * @param position its position in the log; every event of the command lies at or before it
     * @param replayed whether an earlier submission with the same key had this effect
     */
    record Accepted(Event event, long position, boolean replayed) implements Outcome {}

    /** Accepted, but nothing had become due: no event was written. Only commands without a key answer so. */
    record NothingToDo() implements Outcome {}

    record Rejected(Rejection reason) implements Outcome {}

    record Authorized(Authorization authorization) implements Outcome {}

    /** The key was used for another request, or by another caller. */
    record KeyReused() implements Outcome {}

    /**
     * The same request is being worked on and its answer took too long to wait for. Callers are promised one or the other:
     * a write side that works an account's commands off in order always has the first answer to give instead.
     */
    record KeyInUse() implements Outcome {}

    /** Nothing was done: too much is waiting. */
    record Overloaded(Duration retryAfter) implements Outcome {}

    /** The connection was lost while committing: retry with the same key to find out. */
    record Unknown() implements Outcome {}

    /** Nothing was done: the write side cannot write now, for the reason given. */
    record Unavailable(String reason) implements Outcome {}
}
