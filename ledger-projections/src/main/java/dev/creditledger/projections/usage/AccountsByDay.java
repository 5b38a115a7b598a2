package dev.creditledger.projections.usage;

import static dev.creditledger.projections.schema.Tables.ACCOUNT;
import static org.jooq.impl.DSL.noCondition;

import dev.creditledger.projections.Cursor;
import dev.creditledger.projections.Page;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * Which account used how much on a day. Quarters are found by account, so the accounts are walked, each with a look whether
 * it used something on that day; a page looks at so many at most, and may then hold less than its limit, or nothing,
 * although the list goes on.
 */
final class AccountsByDay {

    private static final int LOOKS_MAX = 5_000;

    private static final String TEXT = """
            SELECT ?::date AS day, candidate.account_id, used.*
            FROM unnest(?::text[]) AS candidate (account_id) CROSS JOIN LATERAL (
                SELECT %s FROM %s
                WHERE account_id = candidate.account_id AND quarter >= ? AND quarter < ?) AS used
            WHERE used.quarters > 0
            ORDER BY candidate.account_id DESC
            LIMIT ?""".formatted(UsageTable.OF_ACCOUNTS.summed(), UsageTable.OF_ACCOUNTS.name());

    private final DSLContext sql;
    private final DailyPages days;

    AccountsByDay(DSLContext sql, DailyPages days) {
        this.sql = sql;
        this.days = days;
    }

    /** @param before only accounts before this one, in a list that goes backwards; empty: all */
    private record Place(LocalDate day, String before) {

        static Place read(String list, DayRange period, String cursor) {
            return Cursor.read(list, cursor, 2, place -> {
                DailyPages.past(period, place);
                return new Place(DailyPages.day(place), place.getLast());
            });
        }

        Place before(String account) {
            return new Place(day, account);
        }

        String cursor(String list) {
            return Cursor.at(list, List.of(day.toString(), before));
        }
    }

    Page<DailyUsage> page(String list, DayRange period, Optional<String> cursor, int limit) {
        var start = cursor.map(it -> Place.read(list, period, it));
        var newest = days.newestBefore(
                start.map(it -> period.calendar().end(it.day())).orElse(DailyPages.past(period, List.of())));
        var next = start.or(() -> newest.quarter().flatMap(it -> day(it, period)));
        var found = new ArrayList<DailyUsage>();
        var looks = LOOKS_MAX;
        while (next.isPresent() && looks > 0 && found.size() <= limit) {
            var place = next.get();
            var walked = walk(place, looks);
            found.addAll(used(place.day(), period.calendar(), walked, limit + 1 - found.size()));
            next = walked.size() < looks ? older(place.day(), period) : Optional.of(place.before(walked.getLast()));
            looks -= Math.max(1, walked.size());
        }
        var position = Math.min(newest.position(), days.position());
        if (found.size() > limit) {
            return Page.first(
                    limit,
                    found,
                    position,
                    it -> it,
                    it -> new Place(it.day(), it.of().account().orElseThrow()).cursor(list));
        }
        return new Page<>(found, next.isPresent(), next.map(it -> it.cursor(list)), position);
    }

    private Optional<Place> older(LocalDate day, DayRange period) {
        return days.newestBefore(period.calendar().start(day)).quarter().flatMap(it -> day(it, period));
    }

    private static Optional<Place> day(int quarter, DayRange period) {
        var day = period.calendar().day(quarter);
        return period.startsAfter(day) ? Optional.empty() : Optional.of(new Place(day, ""));
    }

    private List<String> walk(Place place, int max) {
        return sql.select(ACCOUNT.ACCOUNT_ID)
                .from(ACCOUNT)
                .where(place.before().isEmpty() ? noCondition() : ACCOUNT.ACCOUNT_ID.lt(place.before()))
                .orderBy(ACCOUNT.ACCOUNT_ID.desc())
                .limit(max)
                .fetch(ACCOUNT.ACCOUNT_ID);
    }

    private List<DailyUsage> used(LocalDate day, Calendar calendar, List<String> accounts, int max) {
        return sql.fetch(TEXT, day, accounts.toArray(String[]::new), calendar.start(day), calendar.end(day), max)
                .map(DailySums::view);
    }
}
