package dev.creditledger.domain.finance;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.Personal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;

/** What can happen to the books themselves. */
public sealed interface FinanceEvent extends Event {

    @Override
    default String aggregate() {
        return ClosedPeriods.NAME;
    }

    /**
     * @param position of the last event that belongs to the period or one before it
     * @param totals the trial balance at that position, as it was read then
     */
    record PeriodClosed(
            YearMonth period,
            long position,
            List<AccountTotal> totals,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements FinanceEvent {
        public PeriodClosed {
            totals = List.copyOf(totals);
        }
    }
}
