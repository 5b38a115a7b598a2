package dev.creditledger.domain.dispatch;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.finance.FinanceCommand;
import java.util.function.Supplier;

/** The door of the write side for the books of finance. */
public interface BooksDesk {

    /**
     * Decides and waits until the outcome is durable.
     *
     * @param asked without what is recorded: enough to be rejected, or to get the first answer again
     * @param whole the same with what is recorded; asked for when it would be accepted
     * @throws RuntimeException that {@code whole} throws; nothing was decided then
     */
    Outcome submit(FinanceCommand asked, Supplier<FinanceCommand> whole, Cause cause, Once once);
}
