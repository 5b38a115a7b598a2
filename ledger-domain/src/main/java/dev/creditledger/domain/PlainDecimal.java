package dev.creditledger.domain;

import java.math.BigDecimal;

/** Numbers as people write them: no zeros at the end of a fraction, no exponent. Of one number there is one such form. */
public final class PlainDecimal {

    private PlainDecimal() {}

    public static BigDecimal of(BigDecimal number) {
        var stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
