package dev.creditledger.domain.finance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Decision;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.finance.FinanceCommand.ClosePeriod;
import dev.creditledger.domain.finance.FinanceEvent.PeriodClosed;
import dev.creditledger.domain.finance.FinanceRejection.PeriodAlreadyClosed;
import dev.creditledger.domain.finance.FinanceRejection.PeriodNotOver;
import dev.creditledger.domain.finance.FinanceRejection.PeriodOutOfOrder;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClosedPeriodsTest {

    private static final YearMonth FEBRUARY = YearMonth.of(2028, 2);
    private static final YearMonth MARCH = YearMonth.of(2028, 3);
    private static final Instant IN_APRIL = Instant.parse("2028-04-02T10:00:00Z");
    private static final ClosedPeriods FEBRUARY_CLOSED = new ClosedPeriods(Optional.of(FEBRUARY), IN_APRIL);

    private static Decision<FinanceEvent, FinanceRejection> close(ClosedPeriods periods, YearMonth period, Instant at) {
        return periods.decide(
                new ClosePeriod(period, FEBRUARY, 17, List.of(), new SubjectId("admin"), FreeText.NONE, at));
    }

    private static void assertRejected(Decision<FinanceEvent, FinanceRejection> decision, Rejection reason) {
        assertThat(decision).isEqualTo(new Decision.Rejected<>(reason));
    }

    @Test
    void a_period_is_closed_once_it_is_over() {
        var end = Instant.parse("2028-03-01T00:00:00Z");

        assertRejected(close(ClosedPeriods.NONE, FEBRUARY, end.minusNanos(1_000)), new PeriodNotOver(FEBRUARY, end));
        var decision = close(ClosedPeriods.NONE, FEBRUARY, end);

        assertThat(decision)
                .isEqualTo(Decision.accept(new PeriodClosed(FEBRUARY, 17, List.of(), Personal.NONE, end, end)));
    }

    @Test
    void a_period_is_closed_only_once() {
        assertRejected(close(FEBRUARY_CLOSED, FEBRUARY, IN_APRIL), new PeriodAlreadyClosed(FEBRUARY));
    }

    @Test
    void periods_are_closed_one_after_the_other() {
        assertRejected(close(ClosedPeriods.NONE, MARCH, IN_APRIL), new PeriodOutOfOrder(MARCH, FEBRUARY));
        assertThat(close(FEBRUARY_CLOSED, MARCH, IN_APRIL)).isInstanceOf(Decision.Accepted.class);
    }

    @Test
    void a_period_is_never_booked_before_the_one_that_was_closed_before_it() {
        assertThat(close(FEBRUARY_CLOSED, MARCH, IN_APRIL.minusSeconds(1)))
                .isEqualTo(Decision.accept(new PeriodClosed(MARCH, 17, List.of(), Personal.NONE, IN_APRIL, IN_APRIL)));
    }

    @Test
    void nothing_can_be_closed_before_the_log_begins() {
        var january = YearMonth.of(2028, 1);

        assertRejected(close(ClosedPeriods.NONE, january, IN_APRIL), new PeriodOutOfOrder(january, FEBRUARY));
    }
}
