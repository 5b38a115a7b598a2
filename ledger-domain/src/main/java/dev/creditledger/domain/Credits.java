package dev.creditledger.domain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * An exact, never negative amount of credits, counted in millionths.
 *
 * <p>The largest amount is 999,999,999.999999: fifteen digits, which every JSON client can read into a binary
 * floating-point number and write back without loss.
 */
public record Credits(long millionths) implements Comparable<Credits> {

    /** Decimal places of an amount. */
    public static final int SCALE = 6;

    private static final long MILLIONTHS_PER_CREDIT = 1_000_000;
    private static final int CHARACTERS_MAX = 16;
    private static final long MILLIONTHS_MAX = 999_999_999_999_999L;

    public static final Credits ZERO = new Credits(0);
    public static final Credits MAX = new Credits(MILLIONTHS_MAX);

    public Credits {
        if (millionths < 0 || millionths > MILLIONTHS_MAX) {
            throw new IllegalArgumentException(
                    "an amount of credits lies between 0 and 999999999.999999, this is " + millionths + " millionths");
        }
    }

    public static Credits of(long whole) {
        return new Credits(Math.multiplyExact(whole, MILLIONTHS_PER_CREDIT));
    }

    /**
     * The amount as written, exactly.
     *
     * @throws ArithmeticException if it has more than six decimals
     * @throws IllegalArgumentException if it is negative or above {@link #MAX}
     */
    public static Credits exactly(BigDecimal amount) {
        return inBounds(amount.setScale(SCALE, RoundingMode.UNNECESSARY));
    }

    /** The amount, rounded up at the sixth decimal; empty: it is above {@link #MAX}. */
    public static Optional<Credits> roundedUp(BigDecimal amount) {
        var rounded = amount.setScale(SCALE, RoundingMode.CEILING);
        return rounded.compareTo(MAX.toBigDecimal()) > 0 ? Optional.empty() : Optional.of(exactly(rounded));
    }

    private static Credits inBounds(BigDecimal amount) {
        var unscaled = amount.unscaledValue();
        if (unscaled.bitLength() > 63) {
            throw new IllegalArgumentException("an amount of credits lies between 0 and 999999999.999999");
        }
        return new Credits(unscaled.longValue());
    }

    public Credits plus(Credits other) {
        return new Credits(millionths + other.millionths);
    }

    /** @throws IllegalArgumentException if {@code other} is larger: ask {@link #exceeds} first */
    public Credits minus(Credits other) {
        return new Credits(millionths - other.millionths);
    }

    public Credits min(Credits other) {
        return millionths <= other.millionths ? this : other;
    }

    public boolean exceeds(Credits other) {
        return millionths > other.millionths;
    }

    public boolean isZero() {
        return millionths == 0;
    }

    public boolean isPositive() {
        return millionths > 0;
    }

    public BigDecimal toBigDecimal() {
        return BigDecimal.valueOf(millionths, SCALE);
    }

    @Override
    public int compareTo(Credits other) {
        return Long.compare(millionths, other.millionths);
    }

    /** The shortest plain decimal: {@code 12.5}, {@code 3}, {@code 0.000001}. */
    @Override
    public String toString() {
        var text = new StringBuilder(CHARACTERS_MAX).append(millionths / MILLIONTHS_PER_CREDIT);
        var rest = millionths % MILLIONTHS_PER_CREDIT;
        if (rest > 0) {
            text.append('.');
        }
        for (var unit = MILLIONTHS_PER_CREDIT / 10; rest > 0; unit /= 10) {
            text.append((char) ('0' + rest / unit));
            rest %= unit;
        }
        return text.toString();
    }
}
