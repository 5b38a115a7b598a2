package dev.creditledger.projections.usage;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What was used on one day.
 *
 * @param of whose or what usage it is
 */
public record DailyUsage(LocalDate day, Group of, UsageSums sums) {

    /** Empty: it is summed over all of them; or there is none, as there is no model for what was not token usage. */
    public record Group(
            Optional<String> account,
            Optional<String> feature,
            Optional<String> vendor,
            Optional<String> model,
            Optional<String> tier) {}
}
