package dev.creditledger.domain.finance;

import dev.creditledger.domain.PlainDecimal;
import dev.creditledger.domain.account.Funding;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What stands on an account of the chart: a line of the trial balance.
 *
 * @param funding of the lots behind it; empty: there are none
 * @param currency empty: no money stands behind it
 * @param money above zero: a debit; below: a credit
 * @param credits likewise
 */
public record AccountTotal(
        LedgerAccount account,
        Optional<Funding> funding,
        Optional<String> currency,
        BigDecimal money,
        BigDecimal credits) {

    public AccountTotal {
        money = PlainDecimal.of(money);
        credits = PlainDecimal.of(credits);
    }
}
