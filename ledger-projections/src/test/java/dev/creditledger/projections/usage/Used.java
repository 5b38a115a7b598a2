package dev.creditledger.projections.usage;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.FeatureUse;
import dev.creditledger.domain.pricing.RatedUsage;
import dev.creditledger.domain.session.SessionEvent.Charged;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.projections.usage.DailyUsage.Group;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What one event uses, said in a way of its own. */
record Used(AccountId account, Instant at, Group group, UsageSums sums) {

    private static final BigDecimal ZERO = BigDecimal.ZERO;

    static Stream<Used> in(BoundEvent event) {
        return switch (event) {
            case CreditsDeducted it
            when it.usage().isPresent() -> Stream.of(tokens(it, it.usage().get()));
            case CreditsDeducted it ->
                Stream.of(plain(it, it.feature(), it.use().map(FeatureUse::tier), 1, it.amount(), Credits.ZERO));
            case HoldCaptured it -> Stream.of(plain(it, it.feature(), Optional.empty(), 1, it.amount(), Credits.ZERO));
            case Charged it ->
                Stream.of(plain(
                                it,
                                Optional.of(it.rate().action()),
                                Optional.of(it.rate().tier()),
                                it instanceof SessionEnded ? 1 : 0,
                                it.amount(),
                                Credits.ZERO))
                        .filter(used ->
                                used.sums.requests() > 0 || used.sums.credits().signum() > 0);
            case DeductionReversed it ->
                Stream.of(plain(it, it.feature(), Optional.empty(), 0, Credits.ZERO, it.amount()));
            default -> Stream.empty();
        };
    }

    private static Used tokens(CreditsDeducted event, RatedUsage usage) {
        var tokens = usage.tokens();
        return new Used(
                event.account(),
                event.occurredAt(),
                new Group(
                        Optional.of(event.account().value()),
                        event.feature(),
                        Optional.of(tokens.vendor()),
                        Optional.of(tokens.model()),
                        name(Optional.of(usage.tier()))),
                new UsageSums(
                        1,
                        BigDecimal.valueOf(tokens.inputTokens()),
                        BigDecimal.valueOf(tokens.cachedInputTokens()),
                        BigDecimal.valueOf(tokens.outputTokens()),
                        usage.credits().toBigDecimal(),
                        usage.credits().toBigDecimal().subtract(event.amount().toBigDecimal()),
                        ZERO,
                        usage.vendorCostUsd(),
                        usage.creditWorthUsd().multiply(usage.credits().toBigDecimal())));
    }

    private static Used plain(
            BoundEvent event,
            Optional<String> feature,
            Optional<? extends Enum<?>> tier,
            int requests,
            Credits credits,
            Credits reversed) {
        return new Used(
                event.account(),
                event.occurredAt(),
                new Group(
                        Optional.of(event.account().value()), feature, Optional.empty(), Optional.empty(), name(tier)),
                new UsageSums(
                        requests, ZERO, ZERO, ZERO, credits.toBigDecimal(), ZERO, reversed.toBigDecimal(), ZERO, ZERO));
    }

    private static Optional<String> name(Optional<? extends Enum<?>> choice) {
        return choice.map(it -> it.name().toLowerCase(Locale.ROOT));
    }

    DailyUsage on(ZoneId zone, List<Facet> facets) {
        return new DailyUsage(
                LocalDate.ofInstant(at, zone),
                new Group(
                        group.account().filter(_ -> facets.contains(Facet.ACCOUNT)),
                        group.feature().filter(_ -> facets.contains(Facet.FEATURE)),
                        group.vendor().filter(_ -> facets.contains(Facet.VENDOR)),
                        group.model().filter(_ -> facets.contains(Facet.MODEL)),
                        group.tier().filter(_ -> facets.contains(Facet.TIER))),
                sums);
    }

    static DailyUsage plus(DailyUsage one, DailyUsage other) {
        var a = one.sums();
        var b = other.sums();
        return new DailyUsage(
                one.day(),
                one.of(),
                new UsageSums(
                        a.requests() + b.requests(),
                        a.inputTokens().add(b.inputTokens()),
                        a.cachedInputTokens().add(b.cachedInputTokens()),
                        a.outputTokens().add(b.outputTokens()),
                        a.credits().add(b.credits()),
                        a.uncovered().add(b.uncovered()),
                        a.reversed().add(b.reversed()),
                        a.vendorCostUsd().add(b.vendorCostUsd()),
                        a.worthUsd().add(b.worthUsd())));
    }
}
