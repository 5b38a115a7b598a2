package dev.creditledger.api.list;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "+1",
                "-1",
                "@SUM(A1)",
                "  =1+1",
                "\t=1+1",
                "\u00a0=1+1",
                "\ttext",
                "\rtext",
                "\ntext",
                "=",
                "-x",
            })
    void text_that_would_start_a_formula_gets_an_apostrophe(String text) {
        assertThat(Cell.of(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat", "a=b", "gpt-4o", "", "  ", "'quoted", "1-2", "a,b", "\"x\""})
    void other_text_stays_as_it_is(String text) {
        assertThat(Cell.of(text)).isEqualTo(text);
    }

    @Test
    void numbers_stay_numbers() {
        assertThat(Cell.of(new BigDecimal("-0.5000"))).isEqualTo("-0.5");
        assertThat(Cell.of(new BigDecimal("1E+3"))).isEqualTo("1000");
        assertThat(Cell.of(new BigDecimal("0.00"))).isEqualTo("0");
        assertThat(Cell.of(-3L)).isEqualTo("-3");
        assertThat(Cell.of(new Credits(1))).isEqualTo("0.000001");
    }

    @Test
    void ids_times_and_choices_are_written_as_in_json() {
        assertThat(Cell.of(new AccountId("-1"))).isEqualTo("'-1");
        assertThat(Cell.of(DeductionType.FINE_TUNING)).isEqualTo("fine_tuning");
        assertThat(Cell.of(Instant.parse("2026-01-31T12:00:00.5Z"))).isEqualTo("2026-01-31T12:00:00.500Z");
        assertThat(Cell.of(LocalDate.parse("2026-01-31"))).isEqualTo("2026-01-31");
        assertThat(Cell.of(null)).isEmpty();
    }
}
