package dev.creditledger.domain.quota;

import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountRejection.AccountIsClosed;
import dev.creditledger.domain.account.AccountRejection.LimitReached;
import dev.creditledger.domain.account.AccountRejection.NoSuchAccount;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.quota.QuotaCommand.SetAccountQuota;
import dev.creditledger.domain.quota.QuotaEvent.AccountQuotaSet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What an account has used of its live features, and the limits that are its own.
 *
 * @param used by feature
 * @param own by feature, in the place of its tier's
 */
public record Quotas(Map<String, SecondsUsed> used, Map<String, QuotaLimits> own) {

    /** Features with limits of its own. */
    public static final int OWN_MAX = 50;

    /** A session lasts a day at most. */
    private static final Duration LATE_MAX = Duration.ofDays(1);

    public static final Quotas NONE = new Quotas(Map.of(), Map.of());

    public Quotas {
        used = Map.copyOf(used);
        own = Map.copyOf(own);
    }

    public SecondsUsed used(String feature) {
        return used.getOrDefault(feature, SecondsUsed.NONE);
    }

    /** The tier's limits, with the account's own in their place. */
    public QuotaLimits limits(String feature, QuotaLimits ofTier) {
        return ofTier.with(own.getOrDefault(feature, QuotaLimits.NONE));
    }

    /** With this of a feature; what lies in an earlier month is forgotten when no session goes back to it. */
    public Quotas with(String feature, SecondsUsed now) {
        var all = new HashMap<>(used);
        all.put(feature, now);
        all.values()
                .removeIf(it ->
                        it.until().isBefore(Window.MONTH.startOf(now.until()).minus(LATE_MAX)));
        return new Quotas(all, own);
    }

    /** Of an account with these quotas. */
    public Decision<BoundEvent, Rejection> decide(QuotaCommand command, Account account, Instant now) {
        return switch (account.status()) {
            case UNOPENED -> Decision.reject(new NoSuchAccount(account.id()));
            case CLOSED -> Decision.reject(new AccountIsClosed(account.id()));
            case OPEN, FROZEN ->
                switch (command) {
                    case SetAccountQuota set -> set(set, account, now);
                };
        };
    }

    private Decision<BoundEvent, Rejection> set(SetAccountQuota set, Account account, Instant now) {
        if (own.size() >= OWN_MAX && !own.containsKey(set.feature())) {
            return Decision.reject(new LimitReached("features_with_own_quotas", OWN_MAX));
        }
        return Decision.accept(new AccountQuotaSet(
                account.id(),
                set.feature(),
                own.getOrDefault(set.feature(), QuotaLimits.NONE),
                set.limits(),
                account.balance(),
                set.text().about(account.owner().orElseThrow()),
                now,
                now));
    }

    public Quotas evolve(QuotaEvent event) {
        return switch (event) {
            case AccountQuotaSet set -> {
                var limits = new HashMap<>(own);
                if (set.limits().seconds().isEmpty()) {
                    limits.remove(set.feature());
                } else {
                    limits.put(set.feature(), set.limits());
                }
                yield new Quotas(used, limits);
            }
        };
    }
}
