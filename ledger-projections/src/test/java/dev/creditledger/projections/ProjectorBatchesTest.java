package dev.creditledger.projections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.projections.Projector.Next;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much is folded at once changes nothing but the time it takes. */
class ProjectorBatchesTest {

    private static void project(TestLedger ledger, int batchMax, int rowsMax, int chunk) {
        var settings =
                new ProjectionSettings(batchMax, rowsMax, Duration.ofMillis(50), Duration.ZERO, Duration.ofMillis(500));
        try (var ahead = new ReadAhead(ledger.log().feed(), chunk)) {
            var projector = new Projector(ledger.app(), ledger.log(), ahead, ledger.bean(Projections.class), settings);
            while (projector.step().next() == Next.AT_ONCE) {}
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 1000, 2", "1000, 1, 5", "40, 1000, 40", "1000, 12, 7", "1000, 1000, 300"})
    void the_rows_are_the_same_whatever_the_bounds(int batchMax, int rowsMax, int chunk) {
        try (var ledger = TestLedger.still()) {
            new RandomLives(ledger, 71, 6).live(120);
            ledger.project();
            var expected = ledger.rows();

            ledger.bean(Rebuild.class).start();
            project(ledger, batchMax, rowsMax, chunk);

            assertThat(ledger.rows()).isEqualTo(expected);
            assertThat(ledger.bean(DeadLetters.class).count()).isZero();
        }
    }

    @Test
    void several_events_to_blame_in_one_batch_are_all_found_and_nothing_else() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 72, 8).live(200);
            var expected = rebuilt(ledger);
            ledger.bean(Rebuild.class).start();
            var unreadable = lives.events().stream()
                    .filter(event -> event instanceof CreditsDeducted
                            && !event.aggregate().equals("account-3"))
                    .findFirst()
                    .orElseThrow();
            var position = lives.events().indexOf(unreadable) + 1;
            var payload = ledger.owner()
                    .fetchSingle("SELECT payload FROM log.event WHERE position = ?", position)
                    .get(0);
            ledger.owner().execute("UPDATE log.event SET payload = '[]' WHERE position = ?", position);
            ledger.owner()
                    .execute("ALTER TABLE projection.lot ADD CONSTRAINT none_of_3 CHECK (account_id <> 'account-3')");

            project(ledger, 100_000, 100_000, 64);

            var deadLetters = ledger.bean(DeadLetters.class);
            assertThat(deadLetters.list(10))
                    .map(ParkedAggregate::aggregate)
                    .containsExactlyInAnyOrder("account-3", unreadable.aggregate());

            ledger.owner().execute("ALTER TABLE projection.lot DROP CONSTRAINT none_of_3");
            ledger.owner().execute("UPDATE log.event SET payload = ? WHERE position = ?", payload, position);
            for (var parked : deadLetters.list(10)) {
                assertThat(deadLetters.retry(parked.aggregate())).isTrue();
            }
            assertThat(ledger.rows()).isEqualTo(expected);
        }
    }

    @Test
    void what_comes_again_in_the_middle_of_a_batch_is_left_out() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 73, 6).live(100);
            ledger.project();
            lives.live(100);
            ledger.owner().execute("UPDATE projection.token SET position = position / 2");

            project(ledger, 100_000, 100_000, 30);

            assertThat(ledger.rows()).isEqualTo(rebuilt(ledger));
        }
    }

    @Test
    void while_somebody_else_changes_rows_nothing_is_done() {
        try (var ledger = TestLedger.still()) {
            new RandomLives(ledger, 74, 2).live(20);

            ledger.app().transaction(other -> {
                Token.lock(other.dsl());
                assertThat(ledger.bean(Projector.class).step().next()).isEqualTo(Next.LATER);
            });

            assertThat(ledger.rows("account")).isEmpty();
            ledger.project();
            assertThat(ledger.rows("account")).isNotEmpty();
        }
    }

    private static Object rebuilt(TestLedger ledger) {
        ledger.bean(Rebuild.class).start();
        ledger.project();
        return ledger.rows();
    }
}
