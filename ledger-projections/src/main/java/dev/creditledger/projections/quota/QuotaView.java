package dev.creditledger.projections.quota;

import dev.creditledger.domain.Tier;
import dev.creditledger.domain.quota.Quotas;
import java.util.Map;

/**
 * What an account has used of its live features, and what limits it.
 *
 * @param tier whose limits hold where it has none of its own
 * @param quotas of features that it has used or has own limits for
 * @param reserved seconds by feature that running sessions may still use without asking again
 * @param position the log position up to which it is true
 */
public record QuotaView(Tier tier, Quotas quotas, Map<String, Long> reserved, long position) {

    public QuotaView {
        reserved = Map.copyOf(reserved);
    }
}
