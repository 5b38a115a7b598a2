package dev.creditledger.api.pricing;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.projections.usage.Calendar;
import dev.creditledger.projections.usage.DayRange;
import dev.creditledger.projections.usage.UsageQuery;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What an account was charged for tokens in the month of an instant, as the read side knows it, by day of usage. */
@Component
class MonthSoFar {

    private static final int PAGE = 200;

    /** More than fit into these count as used up to there: the highest step of a margin is long reached. */
    private static final int PAGES_MAX = 50;

    private final UsageQuery usage;

    MonthSoFar(UsageQuery usage) {
        this.usage = usage;
    }

    Credits of(AccountId account, Instant now) {
        var first = LocalDate.ofInstant(now, ZoneOffset.UTC).withDayOfMonth(1);
        var month = new DayRange(Optional.of(first), Optional.empty(), Calendar.UTC);
        var sum = BigDecimal.ZERO;
        Optional<String> cursor = Optional.empty();
        for (var i = 0; i < PAGES_MAX; i++) {
            var page = usage.daily(account, month, cursor, PAGE);
            sum = page.data().stream()
                    .filter(day -> day.of().vendor().isPresent())
                    .map(day -> day.sums().credits())
                    .reduce(sum, BigDecimal::add);
            cursor = page.nextCursor();
            if (cursor.isEmpty()) {
                break;
            }
        }
        return Credits.exactly(sum.min(Credits.MAX.toBigDecimal()));
    }
}
