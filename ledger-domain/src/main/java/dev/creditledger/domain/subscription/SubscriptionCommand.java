package dev.creditledger.domain.subscription;

import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import java.time.Instant;
import java.util.Optional;

/** What may be asked of an account's subscription. */
public sealed interface SubscriptionCommand extends BoundCommand {

    /**
     * Says how the subscription is to be from now on. Saying the same again changes nothing and allots nothing.
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
