package dev.creditledger.domain.finance;

import dev.creditledger.domain.Command;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/** What may be asked of the books. */
public sealed interface FinanceCommand extends Command {

    @Override
    default String aggregate() {
        return ClosedPeriods.NAME;
    }

    /**
     * Closes a month: what is booked later belongs to the next.
     *
     * @param first the month in which the log begins
     * @param position of the last event that belongs to the period or one before it
     * @param totals the trial balance at that position
     * @param by who asks: the free text is sealed under this subject's key
     */
    record ClosePeriod(
            YearMonth period,
            YearMonth first,
            long position,
            List<AccountTotal> totals,
            SubjectId by,
            FreeText text,
            Instant at)
            implements FinanceCommand {
        public ClosePeriod {
            totals = List.copyOf(totals);
        }
    }
}
