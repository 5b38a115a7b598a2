package dev.creditledger.api.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.PriceBook;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NearNamesTest {

    private final AtomicInteger looks = new AtomicInteger();
    private final NearNames near = new NearNames(
            () -> {
                looks.incrementAndGet();
                return PriceBook.UNOPENED;
            },
            Instant.EPOCH);

    @Test
    void a_name_is_looked_for_once() {
        near.features("audio_uplaod");
        near.features("audio_uplaod");

        assertThat(looks).hasValue(1);
    }

    @Test
    void a_call_full_of_unknown_names_looks_for_some_of_them_only() {
        for (var i = 0; i < 1_000; i++) {
            assertThat(near.models(new ModelName("openai", "model-" + i))).isEmpty();
        }

        assertThat(looks).hasValue(20);
    }
}
