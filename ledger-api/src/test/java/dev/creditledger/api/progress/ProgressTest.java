package dev.creditledger.api.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private Progress since(long startNanos) {
        return new Progress.Lines("Replaying", 1_000, new PrintStream(said, true, UTF_8), new AtomicLong(), startNanos);
    }

    @Test
    void no_rate_is_told_before_there_is_time_to_divide_by() {
        since(System.nanoTime() + TimeUnit.DAYS.toNanos(1)).step(100);

        assertThat(said.toString(UTF_8)).isEqualToIgnoringNewLines("Replaying: 100 of 1,000");
    }

    @Test
    void each_tenth_is_told_with_its_rate_and_what_is_left() {
        try (var progress = since(System.nanoTime() - TimeUnit.SECONDS.toNanos(1_000))) {
            progress.step(99);
            progress.step(1);
            progress.step(1);
        }

        assertThat(said.toString(UTF_8)).containsPattern("^Replaying: 100 of 1,000, 0/s, 9[0-9]{3} s left\\R$");
    }
}
