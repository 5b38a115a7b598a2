package dev.creditledger.projections.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.LotTerms;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.account.Status;
import dev.creditledger.domain.account.Totals;
import dev.creditledger.domain.subscription.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an account has at an instant, with what has become due by then.
 *
 * @param uncovered usage that was recorded and nothing has paid for
 * @param grants what is left of them, in draw order; spent and dead ones are not listed
 * @param asOf the instant; the time of the account's last event if that is later
 * @param position the log position up to which it is true
 */
public record BalanceView(
        AccountId account,
        Status status,
        Balance balance,
        Totals lifetime,
        Credits uncovered,
        List<OpenGrant> grants,
        Optional<Subscription> subscription,
        Instant asOf,
        long position) {

    public BalanceView {
        grants = List.copyOf(grants);
    }

    /**
     * @param amount what was granted
     * @param remaining not spent and not reserved
     * @param held reserved by holds
     * @param pending not yet in effect
     */
    public record OpenGrant(
            GrantId grant,
            Source source,
            Funding funding,
            Credits amount,
            Credits remaining,
            Credits held,
            boolean pending,
            LotTerms terms) {}
}
