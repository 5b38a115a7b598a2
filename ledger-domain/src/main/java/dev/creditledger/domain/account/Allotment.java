package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.GrantReduced;
import java.time.Instant;
import java.util.Optional;

/** What happens to an account when another part of its boundary allots credits, or takes them back. */
public final class Allotment {

    private Allotment() {}

    /**
     * @param from not after {@code now}
     * @param at when it happens: when its period begins, or when it is asked for within one
     */
    public static CreditsGranted granted(
            Account account,
            LedgerKey key,
            Credits amount,
            Funding funding,
            Instant from,
            Instant until,
            Instant at,
            Instant now) {
        var grant = GrantId.of(account.id(), key);
        var terms = new LotTerms(account.grants() + 1, Source.SUBSCRIPTION.defaultPriority(), from, Optional.of(until));
        var lot = Lot.granted(grant, terms, amount, funding, false);
        return new CreditsGranted(
                account.id(),
                grant,
                amount,
                Source.SUBSCRIPTION,
                funding,
                Optional.empty(),
                terms,
                false,
                Optional.empty(),
                Optional.of(key),
                account.lots().with(lot).balance(),
                Personal.NONE,
                at,
                now);
    }

    /** At most what the grant has left that is not reserved; empty: there is nothing to take. */
    public static Optional<GrantReduced> reduced(Account account, GrantId grant, Credits atMost, Instant now) {
        var amount = account.lots()
                .find(grant)
                .map(lot -> lot.remaining().min(atMost))
                .orElse(Credits.ZERO);
        if (amount.isZero()) {
            return Optional.empty();
        }
        var after = account.lots().changed(grant, (lot, _) -> lot.spent(amount));
        return Optional.of(new GrantReduced(account.id(), grant, amount, after.balance(), now, now));
    }
}
