package dev.creditledger.domain.quota;

import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import java.time.Instant;

/** What may be asked of an account's quotas. */
public sealed interface QuotaCommand extends BoundCommand {

    /**
     * Sets limits that hold for one account in the place of its tier's.
     *
     * @param limits none: the tier's hold again
     */
    record SetAccountQuota(AccountId account, String feature, QuotaLimits limits, FreeText text, Instant at)
            implements QuotaCommand {}
}
