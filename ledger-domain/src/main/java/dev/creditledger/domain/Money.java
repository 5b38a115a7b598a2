package dev.creditledger.domain;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * An exact, never negative amount of money with at most six decimals and twelve digits before them.
 *
 * @param currency ISO 4217 code, such as {@code EUR}
 */
public record Money(BigDecimal amount, String currency) {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final BigDecimal BOUND = BigDecimal.valueOf(1_000_000_000_000L);

    public Money {
        if (amount.signum() < 0 || amount.scale() > 6 || amount.compareTo(BOUND) >= 0) {
            throw new IllegalArgumentException(
                    "money is at least 0, below 10^12, with at most six decimals: " + amount);
        }
        if (!CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException("a currency is three capital letters (ISO 4217): " + currency);
        }
        amount = PlainDecimal.of(amount);
    }

    @Override
    public String toString() {
        return amount.toPlainString() + ' ' + currency;
    }
}
