package dev.creditledger.domain.subscription;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.PlainDecimal;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.Funding;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The terms of a subscription. They are those of its last change: what is configured later applies from the next one on.
 *
 * @param allocation credits for a whole period; 0: it has no periods
 * @param funding of what is allotted
 * @param rolloverShare of what a period leaves unspent that is granted once more for the next, 0 to 1
 * @param rolloverMax the most that is rolled over
 * @param spendsPastDue whether it may spend while {@code past_due}
 * @param spendsInGrace whether it may spend in its {@code grace_period}
 */
public record Plan(
        Tier tier,
        Credits allocation,
        Funding funding,
        BigDecimal rolloverShare,
        Credits rolloverMax,
        boolean spendsPastDue,
        boolean spendsInGrace) {

    public Plan {
        if (rolloverShare.signum() < 0 || rolloverShare.compareTo(BigDecimal.ONE) > 0 || rolloverShare.scale() > 6) {
            throw new IllegalArgumentException(
                    "a rollover share lies between 0 and 1, with at most six decimals: " + rolloverShare);
        }
        if (funding == Funding.PAID) {
            throw new IllegalArgumentException("an allocation is promotional or owed by contract, it has no payment");
        }
        rolloverShare = PlainDecimal.of(rolloverShare);
    }

    boolean allots() {
        return allocation.isPositive();
    }

    /** Rounded down, for it is given. */
    Credits rollover(Credits unspent) {
        var share = unspent.toBigDecimal().multiply(rolloverShare).setScale(Credits.SCALE, RoundingMode.FLOOR);
        return Credits.exactly(share).min(rolloverMax);
    }

    boolean maySpend(SubscriptionStatus status) {
        return switch (status) {
            case TRIAL, ACTIVE -> true;
            case PAST_DUE -> spendsPastDue;
            case GRACE_PERIOD -> spendsInGrace;
            case SUSPENDED, CANCELLED, EXPIRED -> false;
        };
    }
}
