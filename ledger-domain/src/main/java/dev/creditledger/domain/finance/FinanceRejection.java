package dev.creditledger.domain.finance;

import dev.creditledger.domain.Rejection;
import java.time.Instant;
import java.time.YearMonth;

/** Why the books say no. Each is one problem type of the API. */
public sealed interface FinanceRejection extends Rejection {

    record PeriodNotOver(YearMonth period, Instant endsAt) implements FinanceRejection {}

    record PeriodAlreadyClosed(YearMonth period) implements FinanceRejection {}

    /** @param next the one to close before it */
    record PeriodOutOfOrder(YearMonth period, YearMonth next) implements FinanceRejection {}
}
