package dev.creditledger.domain.simulation;

import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.LotTerms;
import dev.creditledger.domain.account.Source;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * How long grants last, by where they come from.
 *
 * @param lasting from when they take effect, in UTC; empty: for ever. Sources that are not named: as they were granted
 */
public record ExpiryPolicy(Map<Source, Optional<Period>> lasting) {

    public static final ExpiryPolicy AS_IT_WAS = new ExpiryPolicy(Map.of());

    public ExpiryPolicy {
        lasting = Map.copyOf(lasting);
        if (lasting.values().stream().flatMap(Optional::stream).anyMatch(it -> it.isZero() || it.isNegative())) {
            throw new IllegalArgumentException("credits last for a day at least: " + lasting);
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
