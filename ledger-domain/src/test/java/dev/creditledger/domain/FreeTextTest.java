package dev.creditledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FreeTextTest {

    @Test
    void nothing_of_it_is_printed_by_accident() {
        assertThat(FreeText.of(Map.of("metadata.ada@example.org", "a friend", "reason", "a gift")))
                .hasToString("FreeText[2]");
    }
}
