package dev.creditledger.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadTest {

    @Test
    void every_call_is_counted_with_what_it_had_accepted() {
        var calls = new AtomicLong();

        var measured = Load.asFastAsAnswersCome(4, Duration.ofMillis(50)).run(_ -> () -> {
            calls.incrementAndGet();
            return 3;
        });

        assertThat(measured.calls()).isEqualTo(calls.get()).isPositive();
        assertThat(measured.accepted()).isEqualTo(3 * calls.get());
        assertThat(measured.micros().getTotalCount()).isEqualTo(calls.get());
    }

    @Test
    void a_rate_is_kept_however_fast_the_answers_come() {
        var measured = new Load(4, Duration.ofMillis(500), OptionalDouble.of(200)).run(_ -> () -> 1);

        assertThat(measured.calls()).isEqualTo(100);
        assertThat(measured.undone()).isZero();
    }

    @Test
    void with_a_rate_a_stall_is_seen_by_every_call_that_it_delays() {
        var stalled = new AtomicLong();

        // One stall of 200 ms while 40 calls become due: each of them waited for a part of it.
        var measured = new Load(1, Duration.ofMillis(400), OptionalDouble.of(200)).run(_ -> () -> {
            if (stalled.getAndIncrement() == 0) {
                spinFor(Duration.ofMillis(200));
            }
            return 1;
        });

        assertThat(measured.latencyMicros(75)).isGreaterThan(50_000);
    }

    @Test
    void what_was_due_and_never_made_is_told() {
        var measured = new Load(1, Duration.ofMillis(100), OptionalDouble.of(100)).run(_ -> () -> {
            spinFor(Duration.ofMillis(250));
            return 1;
        });

        assertThat(measured.calls()).isEqualTo(1);
        assertThat(measured.undone()).isEqualTo(9);
        assertThat(measured.latencyMicros(50)).isGreaterThan(100_000);
    }

    @Test
    void a_caller_that_fails_ends_the_load() {
        assertThatThrownBy(
                        () -> Load.asFastAsAnswersCome(2, Duration.ofSeconds(1)).run(_ -> () -> {
                            throw new IllegalArgumentException("no");
                        }))
                .hasMessageContaining("no");
    }

    @Test
    void zipf_has_the_second_account_half_as_often_as_the_first() {
        var choice = AccountChoice.zipf(1000);
        var random = new SplittableRandom(1);

        var counts = new int[1000];
        IntStream.range(0, 200_000).forEach(_ -> counts[choice.next(random)]++);

        assertThat((double) counts[0] / counts[1]).isBetween(1.8, 2.2);
        assertThat((double) counts[0] / counts[9]).isBetween(8.5, 11.5);
    }

    private static void spinFor(Duration duration) {
        var end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
