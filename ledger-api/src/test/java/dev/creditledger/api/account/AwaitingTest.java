package dev.creditledger.api.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.creditledger.domain.dispatch.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AwaitingTest {

    @Test
    @Timeout(10)
    void who_waits_for_too_long_hears_that_nobody_knows() {
        try (var awaiting = new Awaiting(Duration.ofMillis(5), Duration.ofMillis(1))) {
            assertThat(awaiting.outcome(new CompletableFuture<>())).isEqualTo(new Outcome.Unknown());
        }
    }

    @Test
    void an_outcome_that_is_there_is_given() {
        try (var awaiting = new Awaiting()) {
            assertThat(awaiting.outcome(CompletableFuture.completedFuture(new Outcome.KeyReused())))
                    .isEqualTo(new Outcome.KeyReused());
        }
    }

    @Test
    void a_failure_of_the_write_side_is_no_outcome() {
        var failed = CompletableFuture.<Outcome>failedFuture(new IllegalArgumentException("a bug"));

        try (var awaiting = new Awaiting()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> awaiting.outcome(failed))
                    .havingRootCause()
                    .withMessage("a bug");
        }
    }
}
