package dev.creditledger.api.usage;

import dev.creditledger.api.json.Fields;
import dev.creditledger.api.json.Names;
import dev.creditledger.api.json.Positions;
import dev.creditledger.projections.usage.Calendar;
import dev.creditledger.projections.usage.DayRange;
import dev.creditledger.projections.usage.UnevenDays;
import dev.creditledger.projections.usage.UsageFilter;
import dev.creditledger.projections.usage.UsageLedgerQuery.Range;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/** Which usage a call asks for. */
final class UsageParameters {

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

        /** @throws UnevenDays if usage cannot be summed by days of the zone; of some zones by some days only */
        DayRange period() {
            return new DayRange(
                    from, to, zone.map(ZoneId::of).map(Calendar::new).orElse(Calendar.UTC));
        }
    }

    static UsageFilter filter(Fields query) {
        return new UsageFilter(
                query.optionalText("vendor", Names.USED, Names.USED_FORM),
                query.optionalText("model", Names.USED, Names.USED_FORM),
                query.optionalText("feature", Names.FEATURE, Names.FEATURE_FORM));
    }

    static Range range(Fields query) {
        return new Range(Positions.optional(query, "fromPosition", 1), Positions.optional(query, "toPosition", 1));
    }
}
