package dev.creditledger.api.finance;

import dev.creditledger.api.json.Fields;
import dev.creditledger.api.problem.ProblemException;
import java.time.YearMonth;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Periods as callers write them: {@code 2026-03}. */
final class Months {

    private static final String MUST = "must be a month, such as 2026-03";
    private static final Predicate<String> FORM =
            Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])").asMatchPredicate();

    private Months() {}

    static YearMonth read(String period) {
        if (!FORM.test(period)) {
            throw ProblemException.invalid("period", MUST);
        }
        return YearMonth.parse(period);
    }

    static Optional<YearMonth> read(Fields query) {
        return query.optionalText("period", FORM, MUST).map(YearMonth::parse);
    }
}
