package dev.creditledger.domain.session;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.pricing.PriceBook;
import java.time.Instant;
import java.util.Optional;

/**
 * What a session costs from its start to its end, whatever becomes of prices meanwhile.
 *
 * @param action whose price it is
 * @param unit {@code second}, {@code minute} or {@code hour}
 * @param creditsPerUnit 0: nothing
 * @param priceVersion version of the price book that set it
 */
public record SessionRate(String action, String unit, Credits creditsPerUnit, Tier tier, int priceVersion) {

    /** The price in force at {@code now}; empty: there is none, or it is not one of time. */
    static Optional<SessionRate> of(LiveFeature feature, Tier tier, PriceBook prices, Instant now) {
        return of(feature.action(), tier, prices, now).or(() -> of(feature.name(), tier, prices, now));
    }

    private static Optional<SessionRate> of(String action, Tier tier, PriceBook prices, Instant now) {
        return prices.feature(action, now)
                .map(it -> new SessionRate(action, it.value().unit(), it.value().of(tier), tier, it.number()))
                .filter(rate -> rate.secondsPerUnit() > 0);
    }

    /** 0: it is no unit of time. */
    private long secondsPerUnit() {
        return switch (unit) {
            case "second" -> 1;
            case "minute" -> 60;
            case "hour" -> 3_600;
            default -> 0;
        };
    }

    public boolean costsNothing() {
        return creditsPerUnit.isZero();
    }

    /** ⌈rate × seconds⌉, rounded up at the sixth decimal; {@link Credits#MAX} stands for more as well. */
    public Credits cost(long seconds) {
        var perUnit = creditsPerUnit.millionths();
        if (perUnit == 0 || seconds == 0) {
            return Credits.ZERO;
        }
        if (perUnit > Long.MAX_VALUE / seconds) {
            return Credits.MAX;
        }
        return new Credits(Math.min(Math.ceilDiv(perUnit * seconds, secondsPerUnit()), Credits.MAX.millionths()));
    }

    /** The most seconds that cost no more than {@code credits}. */
    long affordable(Credits credits) {
        return costsNothing() ? Long.MAX_VALUE : credits.millionths() * secondsPerUnit() / creditsPerUnit.millionths();
    }
}
