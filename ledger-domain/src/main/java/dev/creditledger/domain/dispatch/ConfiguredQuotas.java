package dev.creditledger.domain.dispatch;

import dev.creditledger.domain.quota.TierQuotas;

/** The tiers' limits where nobody has set others. */
@FunctionalInterface
public interface ConfiguredQuotas {

    TierQuotas limits();
}
