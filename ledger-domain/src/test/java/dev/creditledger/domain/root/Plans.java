package dev.creditledger.domain.root;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.subscription.Plan;
import java.math.BigDecimal;

/** Plans with the usual allocations. */
final class Plans {

    static final Plan FREE = plan(Tier.FREE, 2_000, "0", 0);
    /** Rolls over a quarter, at most 6,000. */
    static final Plan PRO = plan(Tier.PRO, 20_000, "0.25", 6_000);

    static final Plan NOT_ROLLING = plan(Tier.PRO, 20_000, "0", 0);
    static final Plan PRO_MAX = plan(Tier.PRO_MAX, 100_000, "0", 0);
    static final Plan PERPETUAL = plan(Tier.PERPETUAL, 0, "1", 1_000_000);

    private Plans() {}

    static Plan rolling(String share, long most) {
        return plan(Tier.PRO, 20_000, share, most);
    }

    static Plan plan(Tier tier, long allocation, String rolloverShare, long rolloverMax) {
        return new Plan(
                tier,
                Credits.of(allocation),
                Funding.PROMOTIONAL,
                new BigDecimal(rolloverShare),
                Credits.of(rolloverMax),
                true,
                false);
    }
}
