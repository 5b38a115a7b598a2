package dev.creditledger.api.finance;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.finance.FinanceRejection;
import dev.creditledger.domain.finance.FinanceRejection.PeriodAlreadyClosed;
import dev.creditledger.domain.finance.FinanceRejection.PeriodNotOver;
import dev.creditledger.domain.finance.FinanceRejection.PeriodOutOfOrder;
import java.time.YearMonth;

/** Each reason why the books say no is exactly one problem. */
final class FinanceRefusals {

    private FinanceRefusals() {}

    static ProblemException of(FinanceRejection rejection) {
        return switch (rejection) {
            case PeriodNotOver(var period, var endsAt) ->
                Problem.PERIOD_NOT_OVER.here().with("period", period).with("endsAt", endsAt);
            case PeriodAlreadyClosed(var period) ->
                Problem.PERIOD_ALREADY_CLOSED.here().with("period", period);
            case PeriodOutOfOrder(var period, var next) ->
                Problem.PERIOD_OUT_OF_ORDER.here().with("period", period).with("next", next);
        };
    }

    static ProblemException notFound(YearMonth period) {
        return Problem.PERIOD_NOT_FOUND.here().with("period", period);
    }
}
