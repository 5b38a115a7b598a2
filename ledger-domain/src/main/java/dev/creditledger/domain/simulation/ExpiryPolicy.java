package dev.creditledger.domain.simulation;

import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.LotTerms;
import dev.creditledger.domain.account.Source;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * How long grants last, by where they come from.
 *
 * @param lasting from when they take effect, in UTC; empty: for ever. Sources that are not named: as they were granted
 */
public record ExpiryPolicy(Map<Source, Optional<Period>> lasting) {

    public static final ExpiryPolicy AS_IT_WAS = new ExpiryPolicy(Map.of());

    private static final int YEARS_MAX = 1_000;
    private static final int MONTHS_MAX = YEARS_MAX * 12;
    private static final int DAYS_MAX = YEARS_MAX * 365;

    public ExpiryPolicy {
        lasting = Map.copyOf(lasting);
        if (lasting.values().stream().flatMap(Optional::stream).anyMatch(it -> it.isZero() || it.isNegative())) {
            throw new IllegalArgumentException("credits last for a day at least: " + lasting);
        }
        if (lasting.values().stream()
                .flatMap(Optional::stream)
                .anyMatch(it -> it.toTotalMonths() > MONTHS_MAX || it.get(ChronoUnit.DAYS) > DAYS_MAX)) {
            throw new IllegalArgumentException(
                    "credits last for " + YEARS_MAX + " years at most, or for ever: " + lasting);
        }
    }

    LotTerms termsOf(CreditsGranted granted) {
        var terms = granted.terms();
        var lasts = lasting.get(granted.source());
        return lasts == null
                ? terms
                : new LotTerms(
                        terms.order(),
                        terms.priority(),
                        terms.effectiveAt(),
                        lasts.map(it -> terms.effectiveAt()
                                .atOffset(ZoneOffset.UTC)
                                .plus(it)
                                .toInstant()));
    }
}
