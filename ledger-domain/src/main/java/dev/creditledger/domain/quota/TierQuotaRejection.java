package dev.creditledger.domain.quota;

import dev.creditledger.domain.Rejection;

/** Why the tiers' quotas say no. */
public sealed interface TierQuotaRejection extends Rejection {

    record TooManyFeatures(int max) implements TierQuotaRejection {}
}
