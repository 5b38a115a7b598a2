package dev.creditledger.api.demo;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.subscription.Plan;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;

/** What the accounts of a demo have subscribed to: most to little, and so little that some requests are refused. */
public enum DemoTiers {
    FREE(Tier.FREE, 55, 400),
    PRO(Tier.PRO, 25, 600),
    PRO_MAX(Tier.PRO_MAX, 10, 1_500),
    ENTERPRISE_PRO(Tier.ENTERPRISE_PRO, 4, 3_000),
    ENTERPRISE_MAX(Tier.ENTERPRISE_MAX, 2, 6_000),
    /** Buys its credits once. */
    PERPETUAL(Tier.PERPETUAL, 4, 0);

    private static final int PERCENT = 100;

    private final Tier tier;
    private final int percent;
    private final long allocation;

    DemoTiers(Tier tier, int percent, long allocation) {
        this.tier = tier;
        this.percent = percent;
        this.allocation = allocation;
    }

    public static DemoTiers draw(Random random) {
        var place = random.nextInt(PERCENT);
        for (var tier : values()) {
            place -= tier.percent;
            if (place < 0) {
                return tier;
            }
        }
        throw new IllegalStateException("the shares of the tiers add up to less than a hundred");
    }

    Plan plan() {
        return plan(Credits.of(allocation));
    }

    /** With another allocation. */
    public Plan plan(Credits allocation) {
        var funding = this == FREE ? Funding.PROMOTIONAL : Funding.CONTRACT;
        return new Plan(tier, allocation, funding, BigDecimal.ZERO, Credits.ZERO, true, true);
    }

    public boolean buys() {
        return this == PERPETUAL;
    }

    /** All that decides about a charge. */
    static String described() {
        return Arrays.stream(values())
                .map(it -> it + " " + it.percent + " " + it.allocation)
                .toList()
                .toString();
    }
}
