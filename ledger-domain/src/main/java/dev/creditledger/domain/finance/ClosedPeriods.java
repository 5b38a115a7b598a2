package dev.creditledger.domain.finance;

import dev.creditledger.domain.Decision;
import dev.creditledger.domain.finance.FinanceCommand.ClosePeriod;
import dev.creditledger.domain.finance.FinanceEvent.PeriodClosed;
import dev.creditledger.domain.finance.FinanceRejection.PeriodAlreadyClosed;
import dev.creditledger.domain.finance.FinanceRejection.PeriodNotOver;
import dev.creditledger.domain.finance.FinanceRejection.PeriodOutOfOrder;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Which months of the books are closed: one after the other, each once, when it is over.
 *
 * @param last the last one; empty: none is
 * @param clock when the last one was booked
 */
public record ClosedPeriods(Optional<YearMonth> last, Instant clock) {

    /** Of the aggregate. No account has a name like this. */
    public static final String NAME = "finance/periods";

    public static final ClosedPeriods NONE = new ClosedPeriods(Optional.empty(), Instant.MIN);

    public Decision<FinanceEvent, FinanceRejection> decide(FinanceCommand command) {
        return switch (command) {
            case ClosePeriod close -> close(close, close.at().isBefore(clock) ? clock : close.at());
        };
    }

    private Decision<FinanceEvent, FinanceRejection> close(ClosePeriod close, Instant now) {
        var period = close.period();
        if (last.isPresent() && !period.isAfter(last.get())) {
            return Decision.reject(new PeriodAlreadyClosed(period));
        }
        if (endOf(period).isAfter(now)) {
            return Decision.reject(new PeriodNotOver(period, endOf(period)));
        }
        var next = next(close.first());
        if (!period.equals(next)) {
            return Decision.reject(new PeriodOutOfOrder(period, next));
        }
        return Decision.accept(new PeriodClosed(
                period, close.position(), close.totals(), close.text().about(close.by()), now, now));
    }

    /** The one to close next, in a log that begins in the month {@code first}. */
    public YearMonth next(YearMonth first) {
        return last.map(closed -> closed.plusMonths(1)).orElse(first);
    }

    public ClosedPeriods evolve(FinanceEvent event) {
        return switch (event) {
            case PeriodClosed closed -> new ClosedPeriods(Optional.of(closed.period()), closed.bookedAt());
        };
    }

    /** The first instant after it: months are counted in UTC. */
    public static Instant endOf(YearMonth period) {
        return period.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
