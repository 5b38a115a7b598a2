package dev.creditledger.api.json;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a number may be that is not negative.
 *
 * @param zero whether it may be 0
 */
public record Bounds(int decimalsMax, boolean zero, BigDecimal max) {

    /** No exponent: exactly what the API says a number looks like. */
    private static final Pattern PLAIN_NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

    /** What is wrong with it, if anything is. */
    Optional<String> complaint(String literal) {
        if (!PLAIN_NUMBER.matcher(literal).matches()) {
            return Optional.of("must be written without an exponent");
        }
        var point = literal.indexOf('.');
        if (point >= 0 && literal.length() - point - 1 > decimalsMax) {
            return Optional.of("must have at most " + decimalsMax + " decimals");
        }
        var number = new BigDecimal(literal);
        if (number.signum() < 0 || (number.signum() == 0 && !zero)) {
            return Optional.of(zero ? "must not be negative" : "must be above 0");
        }
        return number.compareTo(max) > 0 ? Optional.of("must be at most " + max.toPlainString()) : Optional.empty();
    }
}
