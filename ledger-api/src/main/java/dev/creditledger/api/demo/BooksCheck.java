package dev.creditledger.api.demo;

import dev.creditledger.domain.finance.AccountTotal;
import dev.creditledger.projections.finance.FinanceQuery;
import dev.creditledger.projections.finance.FinanceQuery.OpenLots;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * Whether the books of finance balance, and owe what the open lots are worth.
 *
 * @param difference of the trial balance's money, over all currencies
 * @param liabilityMoney what the books say is owed, and {@code lotsMoney} what the lots say
 * @param liabilityCredits as {@code liabilityMoney}
 */
record BooksCheck(
        BigDecimal difference,
        BigDecimal liabilityMoney,
        BigDecimal lotsMoney,
        BigDecimal liabilityCredits,
        BigDecimal lotsCredits) {

    static BooksCheck of(FinanceQuery finance, LocalDate today) {
        var checked = finance.nowChecked();
        var owed = checked.books().liability(today);
        var lots = checked.lots().orElseThrow(() -> new IllegalStateException("an account stands still"));
        return new BooksCheck(
                checked.books().trialBalance().stream()
                        .map(AccountTotal::money)
                        .reduce(BigDecimal.ZERO, BigDecimal::add),
                owed.stream().map(each -> each.money()).reduce(BigDecimal.ZERO, BigDecimal::add),
                lots.stream().map(OpenLots::money).reduce(BigDecimal.ZERO, BigDecimal::add),
                owed.stream().map(each -> each.credits()).reduce(BigDecimal.ZERO, BigDecimal::add),
                lots.stream().map(OpenLots::credits).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    boolean passed() {
        return difference.signum() == 0
                && liabilityMoney.compareTo(lotsMoney) == 0
                && liabilityCredits.compareTo(lotsCredits) == 0;
    }
}
