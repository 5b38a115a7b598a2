package dev.creditledger.domain.finance;

import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.Source;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Under what an amount stands in the books: an account of the chart with what divides it.
 *
 * @param funding of the lot, as its source; empty: no lot stands behind it
 * @param since the day, in UTC, from which the lot could be spent; only where {@link LedgerAccount#owed} lots grow old
 * @param currency of the money; empty: there is none
 */
public record Heading(
        LedgerAccount account,
        Optional<Funding> funding,
        Optional<Source> source,
        Optional<LocalDate> since,
        Optional<String> currency) {

    static Heading of(LedgerAccount account) {
        return new Heading(account, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
