package dev.creditledger.benchmarks.contest;

import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Submission;
import java.util.List;

/** A write side that takes the ledger's commands. */
public interface Contender extends AutoCloseable {

    /** As it is called in figures. */
    String name();

    /** Opens the accounts, grants them credits, and charges them in turn, all in bulk. */
    void prepare(List<AccountId> accounts, Traffic traffic, long deductions);

    /** Returns when the answer is durable. */
    Answer submit(Submission submission) throws Exception;

    /** Returns when what follows from what was answered is done, too: it counts into a round. */
    default void settle() {}

    Stored stored();

    @Override
    void close();
}
