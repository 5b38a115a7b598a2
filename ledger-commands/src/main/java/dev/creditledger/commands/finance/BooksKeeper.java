package dev.creditledger.commands.finance;

import dev.creditledger.commands.shared.SharedAggregate;
import dev.creditledger.commands.shared.SharedAggregate.Kind;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.dispatch.BooksDesk;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.finance.ClosedPeriods;
import dev.creditledger.domain.finance.FinanceCommand;
import dev.creditledger.domain.finance.FinanceEvent;
import dev.creditledger.domain.finance.FinanceRejection;
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
    public Outcome submit(FinanceCommand asked, Supplier<FinanceCommand> whole, Cause cause, Once once) {
        return periods.change(state -> decide(state, asked, whole), cause, Optional.of(once));
    }

    private static Decision<FinanceEvent, FinanceRejection> decide(
            ClosedPeriods state, FinanceCommand asked, Supplier<FinanceCommand> whole) {
        return switch (state.decide(asked)) {
            case Rejected<FinanceEvent, FinanceRejection> rejected -> rejected;
            case Accepted<FinanceEvent, FinanceRejection> _ -> state.decide(whole.get());
        };
    }
}
