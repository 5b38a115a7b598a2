package dev.creditledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.log.codec.UnknownEventTypeException;
import dev.creditledger.projections.account.AccountQueries;
import dev.creditledger.projections.account.BalanceQuery;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PERFORM pg_terminate_backend(pg_backend_pid())",
                "RAISE EXCEPTION 'disk full' USING ERRCODE = 'disk_full'",
            })
    void rows_and_token_commit_together_or_not_at_all(String fault) {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 1, 5).live(50);
            ledger.project();
            var before = ledger.rows();
            lives.live(50);
            failAtCommit(ledger, fault);

            assertThatThrownBy(ledger::project).isInstanceOf(RuntimeException.class);

            assertThat(ledger.rows()).isEqualTo(before);
            assertThat(ledger.bean(DeadLetters.class).count())
                    .as("an outage is no event's fault")
                    .isZero();

            ledger.owner().execute("DROP TRIGGER fails ON projection.token");
            ledger.project();
            assertThat(ledger.rows()).isEqualTo(rebuilt(ledger)).isNotEqualTo(before);
        }
    }

    @Test
    void events_that_come_again_change_nothing() {
        try (var ledger = TestLedger.still()) {
            new RandomLives(ledger, 2, 10).live(400);
            ledger.project();
            var before = ledger.rows();

            ledger.owner().execute("UPDATE projection.token SET position = 3");
            ledger.project();

            assertThat(ledger.rows()).isEqualTo(before);
            assertThat(ledger.bean(DeadLetters.class).count()).isZero();
        }
    }

    @Test
    void a_rebuild_makes_the_same_rows_again_however_the_events_were_batched() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 3, 10);
            for (var round = 0; round < 40; round++) {
                lives.live(20);
                ledger.project();
            }
            var live = ledger.rows();

            ledger.bean(Rebuild.class).start();

            assertThat(ledger.rows("account")).isEmpty();
            ledger.project();
            assertThat(ledger.rows()).isEqualTo(live);
        }
    }

    @Test
    void an_event_that_cannot_be_read_parks_its_account_and_nothing_else() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 4, 6).live(300);
            var poison = spoil(ledger, lives, "payload = '{}'");
            ledger.project();

            var parked = ledger.bean(DeadLetters.class).list(10);
            assertThat(parked).singleElement().satisfies(it -> {
                assertThat(it.aggregate()).isEqualTo(poison.account().value());
                assertThat(it.position()).isEqualTo(positionOf(lives, poison));
                assertThat(it.eventType()).contains("account.credits-deducted");
                assertThat(it.waiting()).isPositive();
                assertThat(it.attempts()).isOne();
            });
            var whole = ledger.log().head();
            for (var account : lives.accounts()) {
                var balance =
                        ledger.bean(BalanceQuery.class).at(account, lives.now()).orElseThrow();
                if (account.equals(poison.account())) {
                    assertThat(balance.position()).isEqualTo(parked.getFirst().position() - 1);
                } else {
                    assertThat(balance.position()).isEqualTo(whole);
                    assertThat(balance.balance())
                            .isEqualTo(
                                    ledger.account(account).settled(lives.now()).balance());
                }
            }
        }
    }

    @Test
    void a_parked_account_catches_up_in_order_once_its_event_can_be_read() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 5, 6).live(300);
            var expected = rebuilt(ledger);
            ledger.bean(Rebuild.class).start();
            var payload = ledger.owner()
                    .fetchSingle("SELECT payload FROM log.event WHERE position = ?", positionOf(lives, middle(lives)))
                    .get(0);
            var poison = spoil(ledger, lives, "payload = '{}'");
            ledger.project();
            var deadLetters = ledger.bean(DeadLetters.class);

            assertThat(deadLetters.retry(poison.account().value())).isFalse();
            assertThat(deadLetters.list(10))
                    .singleElement()
                    .satisfies(it -> assertThat(it.attempts()).isEqualTo(2));

            ledger.owner()
                    .execute("UPDATE log.event SET payload = ? WHERE position = ?", payload, positionOf(lives, poison));
            assertThat(deadLetters.retry(poison.account().value())).isTrue();

            assertThat(deadLetters.count()).isZero();
            assertThat(ledger.rows()).isEqualTo(expected);
        }
    }

    @Test
    void an_event_of_a_newer_version_stops_everything_behind_it_until_a_node_can_read_it() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 6, 6).live(300);
            ledger.owner().execute("INSERT INTO log.event_type (id, name, version) VALUES (999, 'account.painted', 1)");
            var newer = spoil(ledger, lives, "type = 999");

            assertThatThrownBy(ledger::project)
                    .isInstanceOf(UnknownEventTypeException.class)
                    .hasMessageContaining("account.painted v1");

            assertThat(ledger.rows("token")).containsExactly("(ledger," + (positionOf(lives, newer) - 1) + ")");
            assertThat(ledger.bean(DeadLetters.class).count()).isZero();

            ledger.owner().execute("UPDATE log.event SET type = 4 WHERE type = 999");
            ledger.project();
            assertThat(ledger.rows("token"))
                    .containsExactly("(ledger," + ledger.log().head() + ")");
        }
    }

    @Test
    void a_row_that_the_database_refuses_parks_its_account_and_nothing_else() {
        try (var ledger = TestLedger.still()) {
            new RandomLives(ledger, 7, 6).live(300);
            var expected = rebuilt(ledger);
            ledger.bean(Rebuild.class).start();
            ledger.owner()
                    .execute(
                            "ALTER TABLE projection.account ADD CONSTRAINT none_of_3 CHECK (account_id <> 'account-3')");

            ledger.project();

            assertThat(ledger.bean(DeadLetters.class).list(10)).singleElement().satisfies(it -> {
                assertThat(it.aggregate()).isEqualTo("account-3");
                assertThat(it.error()).contains("23514").doesNotContain("person-3");
            });
            assertThat(ledger.bean(AccountQueries.class).find(new AccountId("account-3")))
                    .isEmpty();

            ledger.owner().execute("ALTER TABLE projection.account DROP CONSTRAINT none_of_3");
            assertThat(ledger.bean(DeadLetters.class).retry("account-3")).isTrue();
            assertThat(ledger.rows()).isEqualTo(expected);
        }
    }

    @Test
    void a_refused_privilege_stops_everything_and_parks_nothing() {
        try (var ledger = TestLedger.still()) {
            new RandomLives(ledger, 8, 3).live(20);
            ledger.owner().execute("REVOKE INSERT ON projection.account FROM ledger_app");

            assertThatThrownBy(ledger::project).isInstanceOf(RuntimeException.class);

            assertThat(ledger.bean(DeadLetters.class).count()).isZero();
            assertThat(ledger.rows("token")).containsExactly("(ledger,0)");
        }
    }

    @Test
    void nodes_on_one_database_take_turns_and_double_nothing() {
        try (var ledger = TestLedger.running();
                var other = ledger.anotherNode();
                var third = ledger.anotherNode()) {
            var lives = new RandomLives(ledger, 9, 20);
            for (var round = 0; round < 30; round++) {
                lives.live(20);
            }
            Stream.of(ledger, other, third).forEach(TestLedger::awaitProjected);

            var live = ledger.rows();
            assertThat(ledger.bean(DeadLetters.class).count()).isZero();
            ledger.bean(Rebuild.class).start();
            assertThat(awaitToken(ledger)).isEqualTo(live);
        }
    }

    @Test
    void a_stopped_projector_has_finished_its_batch_and_goes_on_when_started_again() {
        try (var ledger = TestLedger.running()) {
            var loop = ledger.bean(ProjectorLoop.class);
            var lives = new RandomLives(ledger, 10, 5).live(100);
            loop.stop();
            var stopped = ledger.rows();
            lives.live(20);
            assertThat(ledger.rows()).isEqualTo(stopped);
            assertThat(loop.isRunning()).isFalse();

            loop.start();
            ledger.awaitProjected();
            assertThat(ledger.rows()).isNotEqualTo(stopped);
        }
    }

    /** What may become of a connection just when it is to commit. */
    private static void failAtCommit(TestLedger ledger, String fault) {
        ledger.owner().execute("""
                CREATE FUNCTION projection.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                """ + fault + "; RETURN NULL; END $$");
        ledger.owner().execute("""
                CREATE CONSTRAINT TRIGGER fails AFTER UPDATE ON projection.token DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION projection.fail()""");
    }

    /** The rows as the log alone makes them. */
    private static Object rebuilt(TestLedger ledger) {
        ledger.bean(Rebuild.class).start();
        ledger.project();
        return ledger.rows();
    }

    private static Object awaitToken(TestLedger ledger) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> ledger.bean(Rebuild.class).progress().position()
                        == ledger.log().head());
        return ledger.rows();
    }

    private static CreditsDeducted middle(RandomLives lives) {
        var deductions = lives.events().stream()
                .filter(CreditsDeducted.class::isInstance)
                .toList();
        return (CreditsDeducted) deductions.get(deductions.size() / 2);
    }

    private static AccountEvent spoil(TestLedger ledger, RandomLives lives, String change) {
        var poison = middle(lives);
        ledger.owner().execute("UPDATE log.event SET " + change + " WHERE position = ?", positionOf(lives, poison));
        return poison;
    }

    /** One ledger, one history: events lie in the log in the order in which they happened. */
    private static long positionOf(RandomLives lives, AccountEvent event) {
        return lives.events().indexOf(event) + 1L;
    }
}
