package dev.creditledger.benchmarks.contest;

import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.Submission;
import java.util.List;

/** A write side that takes the ledger's commands. */
public interface Contender extends AutoCloseable {

    /** As it is called in figures. */
    String name();

    /** Opens the accounts and grants them credits, in bulk. */
    void prepare(List<AccountId> accounts, Traffic traffic);

    /** Returns when the answer is durable. */
    Answer submit(Submission submission) throws Exception;

    Stored stored();

    @Override
    void close();
}
