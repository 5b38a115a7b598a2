package dev.creditledger.domain.dispatch;

import dev.creditledger.domain.Cause;
import dev.creditledger.domain.quota.TierQuotaCommand;
import dev.creditledger.domain.quota.TierQuotas;
import java.util.Optional;

/** The write side's door for whoever runs something live, or changes how long it may run. */
public interface QuotaDesk {

    /** The tiers' limits as this node knows them: those that are configured, with those that were set in their place. */
    TierQuotas current();

    /** Decides a change and waits until the outcome is durable. */
    Outcome change(TierQuotaCommand command, Cause cause, Optional<Submission.Once> once);
}
