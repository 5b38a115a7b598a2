package dev.creditledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProjectionPositionTest {

    private final ProjectionPosition position = new ProjectionPosition();

    @Test
    void what_is_reached_is_not_waited_for() {
        position.reached(7);

        assertThat(position.await(7, Duration.ZERO)).isTrue();
        assertThat(position.current()).isEqualTo(7);
    }

    @Test
    void a_wait_for_what_does_not_come_ends_in_time() {
        position.reached(7);

        assertThat(position.await(8, Duration.ofMillis(5))).isFalse();
    }

    @Test
    void who_waits_goes_on_as_soon_as_it_is_there() {
        var waits = CompletableFuture.supplyAsync(() -> position.await(8, Duration.ofSeconds(30)));
        position.reached(7);
        assertThat(waits).isNotDone();

        position.reached(9);

        assertThat(waits.join()).isTrue();
    }

    @Test
    void an_append_of_this_process_is_projected_at_once() {
        try (var ledger = TestLedger.running()) {
            new RandomLives(ledger, 1, 3).live(30);

            ledger.awaitProjected();

            assertThat(ledger.bean(ProjectionPosition.class).current())
                    .isEqualTo(ledger.log().head());
        }
    }
}
