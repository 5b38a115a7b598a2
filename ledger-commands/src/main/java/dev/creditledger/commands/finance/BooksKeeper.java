package dev.creditledger.commands.finance;

import dev.creditledger.commands.shared.SharedAggregate;
import dev.creditledger.commands.shared.SharedAggregate.Kind;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.dispatch.BooksDesk;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.finance.ClosedPeriods;
import dev.creditledger.domain.finance.FinanceCommand;
import dev.creditledger.domain.finance.FinanceEvent;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.Vault;
import java.util.Optional;
import java.util.function.Supplier;

/** Closes periods. */
public final class BooksKeeper implements BooksDesk {

    private static final Kind<FinanceCommand, FinanceEvent, ClosedPeriods> KIND = new Kind<>(
            ClosedPeriods.NAME, FinanceEvent.class, ClosedPeriods.NONE, ClosedPeriods::decide, ClosedPeriods::evolve);

    private final SharedAggregate<FinanceCommand, FinanceEvent, ClosedPeriods> periods;

    /** @param refusal why nothing may be written now, if so */
    public BooksKeeper(EventLog log, Vault vault, Supplier<Optional<String>> refusal) {
        this.periods = new SharedAggregate<>(KIND, log, vault, refusal, System::nanoTime);
    }

    @Override
    public Outcome submit(FinanceCommand command, Cause cause, Once once) {
        return periods.change(command, cause, Optional.of(once));
    }
}
