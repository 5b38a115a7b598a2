package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * What an account was charged for token usage in one UTC month, by when it was booked, whatever was given back since.
 *
 * @param used at most {@link Credits#MAX}, which stands for more as well
 */
public record MonthUsage(YearMonth month, Credits used) {

    public static final MonthUsage NONE = new MonthUsage(YearMonth.of(1970, 1), Credits.ZERO);

    public Credits at(Instant now) {
        return month.equals(monthOf(now)) ? used : Credits.ZERO;
    }

    public MonthUsage plus(Instant bookedAt, Credits charged) {
        var before = at(bookedAt);
        var room = Credits.MAX.minus(before);
        return new MonthUsage(monthOf(bookedAt), before.plus(charged.min(room)));
    }

    private static YearMonth monthOf(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}
