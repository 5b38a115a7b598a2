package dev.creditledger.projections.session;

import dev.creditledger.domain.Tier;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * What runs live, and what was used on one UTC day.
 *
 * @param lines where there is anything to tell, in the order of their names
 * @param position the log position up to which it is true
 */
public record LiveStats(LocalDate day, List<Line> lines, long position) {

    public LiveStats {
        lines = List.copyOf(lines);
    }

    /**
     * Of one feature in one tier.
     *
     * @param running sessions that run now
     * @param started that day, as {@code ended}
     * @param seconds that lay in that day
     * @param credits charged that day, what was reversed since included
     */
    public record Line(
            String feature, Tier tier, long running, long started, long ended, long seconds, BigDecimal credits) {}
}
