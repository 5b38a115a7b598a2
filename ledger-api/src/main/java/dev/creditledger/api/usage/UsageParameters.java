package dev.creditledger.api.usage;

import dev.creditledger.api.json.Fields;
import dev.creditledger.api.list.Lists.Pages;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.projections.usage.Calendar;
import dev.creditledger.projections.usage.DayRange;
import dev.creditledger.projections.usage.UnevenDays;
import dev.creditledger.projections.usage.UsageFilter;
import dev.creditledger.projections.usage.UsageLedgerQuery.Range;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which usage a call asks for. */
final class UsageParameters {

    private static final int NAME_LENGTH_MAX = 128;
    private static final Pattern POSITION = Pattern.compile("[1-9][0-9]{0,17}");

    private UsageParameters() {}

    /**
     * Days, of UTC unless a zone is named.
     *
     * @param zone as the caller wrote it
     */
    record Days(Optional<LocalDate> from, Optional<LocalDate> to, Optional<String> zone) {

        static Days of(Fields query) {
            return new Days(
                    query.optionalDay("from"),
                    query.optionalDay("to"),
                    query.optionalText(
                            "zone", Days::isZone, "must be a time zone such as Europe/Berlin or +05:30 (IANA)"));
        }

        private static boolean isZone(String text) {
            try {
                ZoneId.of(text);
                return true;
            } catch (DateTimeException e) {
                return false;
            }
        }

        /** @throws ProblemException {@code invalid_request}, if usage cannot be summed by days of the zone */
        DayRange period() {
            try {
                return new DayRange(
                        from, to, zone.map(ZoneId::of).map(Calendar::new).orElse(Calendar.UTC));
            } catch (UnevenDays e) {
                throw uneven();
            }
        }

        /** Notices as well that only some days of the zone cannot be had, as those before it had its offset. */
        static <T> Pages<T> even(Pages<T> pages) {
            return (cursor, limit) -> {
                try {
                    return pages.page(cursor, limit);
                } catch (UnevenDays e) {
                    throw uneven();
                }
            };
        }

        private static ProblemException uneven() {
            return ProblemException.invalid(
                    "zone", "must have days that begin on a quarter of an hour of UTC, by which usage is summed");
        }
    }

    static UsageFilter filter(Fields query) {
        return new UsageFilter(
                query.optionalText("vendor", NAME_LENGTH_MAX),
                query.optionalText("model", NAME_LENGTH_MAX),
                query.optionalText("feature", NAME_LENGTH_MAX));
    }

    static Range range(Fields query) {
        return new Range(position(query, "fromPosition"), position(query, "toPosition"));
    }

    private static Optional<Long> position(Fields query, String name) {
        return query.optionalText(
                        name,
                        it -> POSITION.matcher(it).matches(),
                        "must be a position of the log: a whole number from 1")
                .map(Long::valueOf);
    }
}
