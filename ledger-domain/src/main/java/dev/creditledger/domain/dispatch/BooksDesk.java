package dev.creditledger.domain.dispatch;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.finance.FinanceCommand;

/** The door of the write side for the books of finance. */
public interface BooksDesk {

    /** Decides and waits until the outcome is durable. */
    Outcome submit(FinanceCommand command, Cause cause, Once once);
}
