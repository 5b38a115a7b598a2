package dev.creditledger.projections.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.dispatch.DueAccounts;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.domain.subscription.Subscription;
import dev.creditledger.projections.RandomLives;
import dev.creditledger.projections.TestLedger;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueAccountsTest {

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void due_are_the_accounts_that_settling_changes_the_most_overdue_first(long seed) {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, seed, 15);
            var due = ledger.bean(DueAccounts.class);
            for (var round = 0; round < 12; round++) {
                lives.live(40);
                ledger.project();
                var at = lives.soon();

                var found = due.due(at, 100, 0);

                assertThat(found).containsExactlyInAnyOrderElementsOf(changedBySettling(ledger, lives, at));
                assertThat(found)
                        .isSortedAccordingTo(Comparator.comparing(
                                id -> firstDue(ledger.root(id)).orElseThrow()));
                assertThat(due.due(at, 2, 0)).isEqualTo(found.stream().limit(2).toList());
            }
        }
    }

    private static List<AccountId> changedBySettling(TestLedger ledger, RandomLives lives, Instant at) {
        return lives.accounts().stream()
                .filter(id -> !ledger.root(id).settled(at).equals(ledger.root(id)))
                .toList();
    }

    private static Optional<Instant> firstDue(AccountRoot root) {
        var account = root.account();
        var renewal = root.subscription().flatMap(Subscription::renewsAt);
        var lots = account.lots().inDrawOrder().stream()
                .filter(lot -> lot.remaining().isPositive())
                .flatMap(
                        lot -> lot.pending() ? Stream.of(lot.terms().effectiveAt()) : lot.terms().expiresAt().stream());
        var holds = account.holds().bySoonestExpiry().stream().map(hold -> hold.expiresAt());
        return Stream.of(lots, holds, renewal.stream()).flatMap(it -> it).min(Comparator.naturalOrder());
    }

    @Test
    void what_was_settled_is_due_no_more() {
        try (var ledger = TestLedger.running()) {
            var lives = new RandomLives(ledger, 45, 10).live(300);
            var due = ledger.bean(DueAccounts.class);
            var later = lives.now().plusSeconds(100_000);

            var found = due.due(later, 100, ledger.log().head());
            assertThat(found).isNotEmpty();
            found.forEach(id -> ledger.submit(new SettleDue(id, later), "settle-" + id));

            assertThat(due.due(later, 100, ledger.log().head())).isEmpty();
        }
    }

    @Test
    void a_parked_account_is_left_out() {
        try (var ledger = TestLedger.still()) {
            var lives = new RandomLives(ledger, 46, 10).live(300);
            ledger.project();
            var later = lives.now().plusSeconds(100_000);
            var parked = ledger.bean(DueAccounts.class).due(later, 1, 0).getFirst();
            ledger.owner().execute("""
                    INSERT INTO projection.dead_letter (aggregate, sequence, position, event_type, error, parked_at, attempts, waiting)
                    VALUES (?, 99, 99, 'account.opened', 'made up', now(), 1, 0)""", parked.value());

            assertThat(ledger.bean(DueAccounts.class).due(later, 100, 0))
                    .isNotEmpty()
                    .doesNotContain(parked);
        }
    }
}
