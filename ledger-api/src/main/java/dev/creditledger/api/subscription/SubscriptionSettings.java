package dev.creditledger.api.subscription;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.subscription.Plan;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a subscription is given by its tier. A change applies to a subscription from its next change on.
 *
 * @param plans by tier; what a tier does not say is as it ships
 * @param spendsPastDue whether accounts may spend while {@code past_due}
 * @param spendsInGrace whether accounts may spend in their {@code grace_period}
 */
@ConfigurationProperties("ledger.subscription")
public record SubscriptionSettings(
        @DefaultValue Map<Tier, PlanSettings> plans,
        @DefaultValue("true") boolean spendsPastDue,
        @DefaultValue("true") boolean spendsInGrace) {

    private static final PlanSettings AS_SHIPPED = new PlanSettings(Optional.empty(), BigDecimal.ZERO, BigDecimal.ZERO);

    /**
     * @param allocation credits a month; empty: as it ships
     * @param rolloverShare of what is left of them at the end of a month that is granted once more, 0 to 1
     * @param rolloverMax the most that is rolled over, in credits
     */
    public record PlanSettings(
            Optional<BigDecimal> allocation,
            @DefaultValue("0") BigDecimal rolloverShare,
            @DefaultValue("0") BigDecimal rolloverMax) {}

    public SubscriptionSettings {
        plans = Map.copyOf(plans);
        for (var tier : Tier.values()) {
            check(tier, plans.getOrDefault(tier, AS_SHIPPED));
        }
    }

    private static void check(Tier tier, PlanSettings plan) {
        try {
            plan(tier, plan, true, true);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "ledger.subscription.plans." + tier.name().toLowerCase(Locale.ROOT) + ": " + e.getMessage(), e);
        }
    }

    Plan plan(Tier tier) {
        return plan(tier, plans.getOrDefault(tier, AS_SHIPPED), spendsPastDue, spendsInGrace);
    }

    private static Plan plan(Tier tier, PlanSettings plan, boolean spendsPastDue, boolean spendsInGrace) {
        return new Plan(
                tier,
                plan.allocation().map(Credits::exactly).orElse(allocation(tier)),
                tier == Tier.FREE ? Funding.PROMOTIONAL : Funding.CONTRACT,
                plan.rolloverShare(),
                Credits.exactly(plan.rolloverMax()),
                spendsPastDue,
                spendsInGrace);
    }

    private static Credits allocation(Tier tier) {
        return switch (tier) {
            case FREE -> Credits.of(2_000);
            case PRO -> Credits.of(20_000);
            case PRO_MAX -> Credits.of(100_000);
            case ENTERPRISE_PRO -> Credits.of(300_000);
            case ENTERPRISE_MAX -> Credits.of(1_000_000);
            case PERPETUAL -> Credits.ZERO;
        };
    }
}
