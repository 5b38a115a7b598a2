package dev.creditledger.api.finance;

import dev.creditledger.domain.finance.ClosedPeriods;
import dev.creditledger.domain.finance.FinanceEvent.PeriodClosed;
import dev.creditledger.projections.finance.PeriodsQuery;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The periods of the books.
 *
 * @param closed the oldest first
 * @param open the one after them
 */
record KnownPeriods(List<PeriodsQuery.Closed> closed, YearMonth open) {

    static KnownPeriods read(PeriodsQuery periods, Instant now) {
        var closed = periods.closed();
        var state = ClosedPeriods.NONE;
        for (var each : closed) {
            state = state.evolve(each.event());
        }
        var first = periods.first().orElseGet(() -> YearMonth.from(now.atOffset(ZoneOffset.UTC)));
        return new KnownPeriods(closed, state.next(first));
    }

    Optional<PeriodClosed> closed(YearMonth period) {
        return closed.stream()
                .map(PeriodsQuery.Closed::event)
                .filter(event -> event.period().equals(period))
                .findFirst();
    }
}
