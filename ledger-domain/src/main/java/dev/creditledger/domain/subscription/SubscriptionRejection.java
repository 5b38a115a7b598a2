package dev.creditledger.domain.subscription;

import dev.creditledger.domain.Rejection;
import java.util.Optional;
import java.util.Set;

/** Why a subscription says no. Each is one problem type of the API. */
public sealed interface SubscriptionRejection extends Rejection {

    /**
     * @param from empty: there is no subscription yet
     * @param legal what it may become instead
     */
    record IllegalStatusChange(Optional<SubscriptionStatus> from, SubscriptionStatus to, Set<SubscriptionStatus> legal)
            implements SubscriptionRejection {
        public IllegalStatusChange {
            legal = Set.copyOf(legal);
        }
    }
}
