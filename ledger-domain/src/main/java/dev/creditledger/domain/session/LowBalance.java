package dev.creditledger.domain.session;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantActivated;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Fate;
import dev.creditledger.domain.session.SessionEvent.LowBalanceReached;
import dev.creditledger.domain.subscription.SubscriptionEvent.SubscriptionRenewed;
import java.util.List;
import java.util.Optional;

/**
 * Which shares of what an account had have been announced.
 *
 * @param baseline available and held right after the latest increase
 * @param announced the lowest share that was, in percent; 100: none
 */
public record LowBalance(Credits baseline, int announced) {

    /** In percent, the lowest first. */
    private static final List<Integer> THRESHOLDS = List.of(5, 10, 20);

    private static final int NONE_YET = 100;

    public static final LowBalance NONE = new LowBalance(Credits.ZERO, NONE_YET);

    /** An increase, or a new period, begins anew. */
    public LowBalance after(BoundEvent event) {
        return switch (event) {
            case CreditsGranted granted
            when !granted.pending() && isLeft(granted.amount(), granted.repaid()) -> from(granted.balance());
            case GrantActivated activated
            when isLeft(activated.amount(), activated.repaid()) -> from(activated.balance());
            case DeductionReversed reversed
            when reversed.returned().stream().anyMatch(part -> part.fate() == Fate.AVAILABLE) ->
                from(reversed.balance());
            case SubscriptionRenewed renewed -> from(renewed.balance());
            case LowBalanceReached reached -> new LowBalance(baseline, reached.thresholdPercent());
            default -> this;
        };
    }

    private static boolean isLeft(Credits amount, Optional<Credits> repaid) {
        return amount.exceeds(repaid.orElse(Credits.ZERO));
    }

    private static LowBalance from(Balance balance) {
        return new LowBalance(balance.total(), NONE_YET);
    }

    /** The lowest share that {@code remaining} has come down to, unless it was announced. */
    Optional<Integer> reached(Credits remaining) {
        return THRESHOLDS.stream()
                .filter(percent -> baseline.isPositive() && percent < announced && !remaining.exceeds(share(percent)))
                .findFirst();
    }

    private Credits share(int percent) {
        return new Credits(baseline.millionths() / 100 * percent + baseline.millionths() % 100 * percent / 100);
    }
}
