package dev.creditledger.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditsTest {

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1000000",
        "12.5,12500000",
        "0.000001,1",
        "999999999.999999,999999999999999",
        "100.10,100100000"
    })
    void an_amount_is_read_exactly_and_written_as_the_shortest_plain_decimal(BigDecimal text, long millionths) {
        var amount = Credits.exactly(text);
        assertThat(amount).isEqualTo(new Credits(millionths));
        assertThat(amount.toString()).isEqualTo(plain(text));
    }

    private static String plain(BigDecimal text) {
        return text.signum() == 0 ? "0" : text.stripTrailingZeros().toPlainString();
    }

    @Test
    void more_than_six_decimals_are_not_rounded_silently() {
        assertThatThrownBy(() -> Credits.exactly(new BigDecimal("0.0000001"))).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void there_are_no_negative_and_no_unbounded_amounts() {
        assertThatThrownBy(() -> Credits.exactly(new BigDecimal("-0.000001")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Credits.exactly(new BigDecimal("1000000000")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Credits.exactly(new BigDecimal("1e40"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Credits.MAX.plus(new Credits(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Credits.ZERO.minus(new Credits(1))).isInstanceOf(IllegalArgumentException.class);
    }
}
