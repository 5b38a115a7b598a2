package dev.creditledger.projections.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.Cause.Role;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.session.SessionEvent.Charged;
import dev.creditledger.domain.session.SessionEvent.HeartbeatReceived;
import dev.creditledger.domain.session.SessionEvent.LowBalanceReached;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionResumed;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.projections.DeadLetters;
import dev.creditledger.projections.InvalidCursor;
import dev.creditledger.projections.RandomLives;
import dev.creditledger.projections.TestLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StatementQueryTest {

    private static TestLedger ledger;
    private static RandomLives lives;
    private static StatementQuery query;

    @BeforeAll
    static void a_long_life() {
        ledger = TestLedger.still();
        lives = new RandomLives(ledger, 51, 8).live(1500);
        ledger.project();
        query = ledger.bean(StatementQuery.class);
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    @Test
    void every_event_that_changes_something_is_one_entry_the_newest_first() {
        for (var account : lives.accounts()) {
            var events = events(account).reversed().stream()
                    .filter(StatementQueryTest::tells)
                    .toList();
            var entries = paged(account, Optional.empty(), Optional.empty(), Optional.empty(), 13);

            assertThat(entries)
                    .map(EntryView::after)
                    .isEqualTo(events.stream().map(BoundEvent::balance).toList());
            assertThat(entries)
                    .map(EntryView::bookedAt)
                    .isEqualTo(events.stream().map(BoundEvent::bookedAt).toList());
            assertThat(entries)
                    .map(EntryView::occurredAt)
                    .isEqualTo(events.stream().map(BoundEvent::occurredAt).toList());
            assertThat(entries)
                    .map(EntryView::position)
                    .isEqualTo(
                            events.stream().map(StatementQueryTest::positionOf).toList());
        }
    }

    /** Signs of life are many and change nothing; nor does a charge of nothing that reserves nothing. */
    private static boolean tells(BoundEvent event) {
        return switch (event) {
            case HeartbeatReceived _, SessionResumed _, LowBalanceReached _ -> false;
            case SessionCheckpointed it ->
                it.amount().isPositive() || !it.moves().heldFrom().isEmpty();
            default -> true;
        };
    }

    @Test
    void amounts_and_kinds_explain_how_the_balance_came_about() {
        var seen = new HashSet<EntryKind>();
        for (var account : lives.accounts()) {
            var before = Balance.ZERO;
            var entries = paged(account, Optional.empty(), Optional.empty(), Optional.empty(), 200);
            for (var entry : entries.reversed()) {
                assertThat(entry.after().total().millionths()
                                + entry.after().pending().millionths())
                        .as("%s after %s", entry, before)
                        .isEqualTo(
                                before.total().millionths() + before.pending().millionths() + change(entry));
                before = entry.after();
                seen.add(entry.kind());
            }
        }
        assertThat(seen).isEqualTo(EnumSet.allOf(EntryKind.class));
    }

    private static long change(EntryView entry) {
        var amount = entry.amount().millionths();
        var lost = entry.lost().millionths();
        return switch (entry.kind()) {
            case GRANT -> amount - lost;
            case ACTIVATION -> -lost;
            case REVERSAL -> amount - lost;
            case DEDUCTION, EXPIRY, REVOCATION, REDUCTION, CLOSURE -> -amount;
            case CAPTURE -> -amount - lost;
            case RELEASE, HOLD_EXPIRY -> -lost;
            case SESSION_CHARGE -> -amount;
            case SESSION_END -> -amount - lost;
            case OPENING, HOLD, FREEZE, UNFREEZE, WRITE_OFF, SUBSCRIPTION, RENEWAL, SESSION_START, QUOTA -> 0;
        };
    }

    @Test
    void an_entry_names_what_it_is_about() {
        var all = lives.accounts().stream()
                .flatMap(account -> paged(account, Optional.empty(), Optional.empty(), Optional.empty(), 200).stream())
                .toList();
        for (var event :
                lives.events().stream().filter(StatementQueryTest::tells).toList()) {
            var position = positionOf(event);
            var entry = all.stream()
                    .filter(it -> it.position() == position)
                    .findFirst()
                    .orElseThrow();
            if (event instanceof DeductionReversed reversed) {
                assertThat(entry.ids().reversal()).contains(reversed.reversal());
                assertThat(entry.ids().deduction()).contains(reversed.deduction());
                assertThat(entry.spent().feature()).isEqualTo(reversed.feature());
            } else if (event instanceof HoldCaptured captured) {
                assertThat(entry.ids().hold()).contains(captured.hold());
                assertThat(entry.ids().deduction()).contains(captured.deduction());
                assertThat(entry.amount()).isEqualTo(captured.amount());
                assertThat(entry.spent().type()).contains(captured.type());
            } else if (event instanceof SessionStarted started) {
                assertThat(entry.ids().session()).contains(started.session());
                assertThat(entry.amount()).isEqualTo(Draw.sum(started.moves().heldFrom()));
                assertThat(entry.spent().feature()).contains(started.rate().action());
            } else if (event instanceof Charged charged) {
                assertThat(entry.ids().session()).contains(charged.session());
                assertThat(entry.ids().deduction()).contains(charged.deduction());
                assertThat(entry.amount()).isEqualTo(charged.amount());
                assertThat(entry.spent().feature()).contains(charged.rate().action());
            }
        }
        assertThat(all)
                .filteredOn(it -> it.spent().model().isPresent())
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.spent().vendor().orElseThrow()).startsWith("vendor-"));
    }

    @Test
    void an_entry_says_who_asked_for_it_and_in_what_words() {
        var entries = paged(lives.accounts().getFirst(), Optional.empty(), Optional.empty(), Optional.empty(), 200);

        assertThat(entries).allSatisfy(entry -> {
            assertThat(entry.cause().actor().subject().value()).isEqualTo("service-1");
            assertThat(entry.cause().actor().role()).isEqualTo(Role.SERVICE);
            assertThat(entry.cause().requestId()).startsWith("request-");
            assertThat(entry.cause().correlationId()).startsWith("process-");
            assertThat(entry.text()).isPresent();
        });
        assertThat(entries)
                .filteredOn(entry -> entry.kind() == EntryKind.FREEZE || entry.kind() == EntryKind.REVERSAL)
                .isNotEmpty()
                .allSatisfy(
                        entry -> assertThat(entry.text().orElseThrow().fields().get("reason"))
                                .startsWith("because of "));
    }

    @Test
    void the_words_are_gone_once_the_person_is_erased_and_all_else_stays() {
        try (var other = TestLedger.still()) {
            var others = new RandomLives(other, 52, 1).live(60);
            other.project();
            var account = others.accounts().getFirst();
            var entries = other.bean(StatementQuery.class);
            var before = entries.entries(
                    account, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 200);

            other.vault().destroy(other.account(account).owner().orElseThrow());

            var after = entries.entries(
                    account, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 200);
            assertThat(after.data())
                    .map(EntryView::amount)
                    .isEqualTo(before.data().stream().map(EntryView::amount).toList());
            for (var i = 0; i < after.data().size(); i++) {
                var text = before.data().get(i).text().orElseThrow();
                assertThat(after.data().get(i).text().isEmpty())
                        .isEqualTo(!text.fields().isEmpty());
            }
        }
    }

    @Test
    void a_period_is_from_its_first_instant_to_just_before_its_last() {
        var account = lives.accounts().get(1);
        var events = events(account);
        var from = events.get(events.size() / 3).bookedAt();
        var to = events.get(2 * events.size() / 3).bookedAt();

        var entries = paged(account, Optional.of(from), Optional.of(to), Optional.empty(), 7);

        assertThat(entries)
                .map(EntryView::position)
                .isNotEmpty()
                .isEqualTo(events.reversed().stream()
                        .filter(StatementQueryTest::tells)
                        .filter(event -> !event.bookedAt().isBefore(from)
                                && event.bookedAt().isBefore(to))
                        .map(StatementQueryTest::positionOf)
                        .toList());
    }

    @Test
    void a_statement_can_be_of_one_kind() {
        var account = lives.accounts().get(2);
        var all = paged(account, Optional.empty(), Optional.empty(), Optional.empty(), 200);
        for (var kind : EntryKind.values()) {
            assertThat(paged(account, Optional.empty(), Optional.empty(), Optional.of(kind), 3))
                    .isEqualTo(
                            all.stream().filter(entry -> entry.kind() == kind).toList());
        }
    }

    @Test
    void nobody_has_no_entries_up_to_the_same_position() {
        var page = query.entries(
                new AccountId("nobody"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 10);

        assertThat(page.data()).isEmpty();
        assertThat(page.hasMore()).isFalse();
        assertThat(page.position()).isEqualTo(ledger.log().head());
    }

    @Test
    void an_account_that_stands_still_has_a_complete_statement_and_one_not_projected_too() {
        try (var other = TestLedger.still()) {
            var others = new RandomLives(other, 53, 3).live(100);
            other.owner()
                    .execute("ALTER TABLE projection.lot ADD CONSTRAINT refused CHECK (account_id <> 'account-1')");
            var before = statement(other, others);

            other.project();

            assertThat(other.bean(DeadLetters.class).count()).isOne();
            assertThat(statement(other, others)).isEqualTo(before).hasSize((int)
                    others.events().stream().filter(StatementQueryTest::tells).count());
        }
    }

    private static List<EntryView> statement(TestLedger ledger, RandomLives lives) {
        return lives.accounts().stream()
                .flatMap(account -> ledger
                        .bean(StatementQuery.class)
                        .entries(account, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 1000)
                        .data()
                        .stream())
                .toList();
    }

    @Test
    void a_cursor_is_of_its_account_only() {
        var page = query.entries(
                lives.accounts().get(0), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 1);

        assertThatThrownBy(() -> query.entries(
                        lives.accounts().get(1),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        page.nextCursor(),
                        1))
                .isInstanceOf(InvalidCursor.class);
    }

    private static List<BoundEvent> events(AccountId account) {
        return lives.events().stream()
                .filter(event -> event.account().equals(account))
                .toList();
    }

    private static long positionOf(BoundEvent event) {
        return lives.events().indexOf(event) + 1L;
    }

    private static List<EntryView> paged(
            AccountId account, Optional<Instant> from, Optional<Instant> to, Optional<EntryKind> kind, int limit) {
        var found = new ArrayList<EntryView>();
        var page = query.entries(account, from, to, kind, Optional.empty(), limit);
        found.addAll(page.data());
        while (page.hasMore()) {
            assertThat(page.data()).hasSizeLessThanOrEqualTo(limit);
            page = query.entries(account, from, to, kind, page.nextCursor(), limit);
            found.addAll(page.data());
        }
        return found;
    }
}
