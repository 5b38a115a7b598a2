package dev.creditledger.domain.subscription;

import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import java.time.Instant;
import java.util.Optional;

/** What may be asked of an account's subscription. */
public sealed interface SubscriptionCommand extends BoundCommand {

    /**
     * Says how the subscription is to be from now on. Saying the same again allots nothing, but is recorded as a change:
     * what had expired of the period's grants by then is not rolled over.
     *
     * @param anchor where periods are counted from; empty: as it is, for a new one now
     */
    record SetSubscription(
            AccountId account,
            Plan plan,
            SubscriptionStatus status,
            Optional<Instant> anchor,
            FreeText text,
            Instant at)
            implements SubscriptionCommand {}
}
