package dev.creditledger.log.store;

import static dev.creditledger.log.SampleEvents.BALANCE;
import static dev.creditledger.log.SampleEvents.BOOKED;
import static dev.creditledger.log.SampleEvents.account;
import static dev.creditledger.log.SampleEvents.credits;
import static dev.creditledger.log.SampleEvents.deduction;
import static dev.creditledger.log.SampleEvents.everyKind;
import static dev.creditledger.log.SampleEvents.following;
import static dev.creditledger.log.SampleEvents.opened;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountEvent.AccountClosed;
import dev.creditledger.domain.account.AccountEvent.AccountFrozen;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.store.History.Part;
import dev.creditledger.log.store.History.Window;
import dev.creditledger.log.vault.Vault;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final AccountId BUSY = account("busy");
    private static final int LENGTH = 2 * History.WALK_MAX + 1_000;
    private static final int FREEZE = 5;
    private static final int HOLD = 10;

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private static final EventLog LOG = new EventLog(DATABASE.app(), Vault.open(DATABASE.app(), DATABASE.masterKey()));
    private static final History HISTORY = LOG.history();

    /** A long life of deductions, with one freeze and one hold early in it, and others before and after it. */
    @BeforeAll
    static void a_busy_account() {
        LOG.append(List.of(event(0, opened(account("before"), Personal.NONE))));
        var life = new ArrayList<NewEvent>();
        for (var sequence = 0; sequence < LENGTH; sequence++) {
            life.add(event(sequence, busy(sequence)));
        }
        for (var chunk = 0; chunk < LENGTH; chunk += EventLog.APPEND_MAX) {
            LOG.append(life.subList(chunk, Math.min(LENGTH, chunk + EventLog.APPEND_MAX)));
        }
        LOG.append(List.of(event(0, opened(account("after"), Personal.NONE))));
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static NewEvent event(long sequence, AccountEvent event) {
        return new NewEvent(UUID.randomUUID(), sequence, event, following());
    }

    private static AccountEvent busy(int sequence) {
        var at = bookedAt(sequence);
        return switch (sequence) {
            case FREEZE -> new AccountFrozen(BUSY, BALANCE, Personal.NONE, at, at);
            case HOLD ->
                new HoldPlaced(
                        BUSY,
                        HoldId.of(BUSY, new IdempotencyKey("hold")),
                        credits("1"),
                        at.plusSeconds(60),
                        List.of(),
                        BALANCE,
                        Personal.NONE,
                        at,
                        at);
            default ->
                new CreditsDeducted(
                        BUSY,
                        deduction(BUSY, "request-" + sequence),
                        credits("1"),
                        DeductionType.CUSTOM,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        BALANCE,
                        Personal.NONE,
                        at,
                        at);
        };
    }

    /** Several at one instant, then a pause. */
    private static Instant bookedAt(int sequence) {
        return BOOKED.plusSeconds(sequence / 3L * 2);
    }

    @Test
    void it_is_told_from_the_newest_to_the_first_with_the_head_of_the_log() {
        var told = new ArrayList<Long>();
        var before = OptionalLong.empty();
        do {
            var part = HISTORY.newest("busy", new Window(before, Optional.empty(), Optional.empty(), Set.of()), 700);
            assertThat(part.head()).isEqualTo(LENGTH + 2);
            part.events().forEach(event -> told.add(event.sequence()));
            before = part.next();
        } while (before.isPresent());

        assertThat(told).hasSize(LENGTH).startsWith(LENGTH - 1L).endsWith(0L);
        for (var i = 0; i < LENGTH; i++) {
            assertThat(told.get(i)).isEqualTo(LENGTH - 1L - i);
        }
    }

    @Test
    void a_part_that_ends_with_the_first_event_is_the_last() {
        assertThat(before(7, 7).next()).isEmpty();
        assertThat(before(8, 7).next()).hasValue(1);
        assertThat(before(0, 7).events()).isEmpty();
    }

    private static Part before(long sequence, int max) {
        return HISTORY.newest(
                "busy", new Window(OptionalLong.of(sequence), Optional.empty(), Optional.empty(), Set.of()), max);
    }

    @Test
    void a_period_is_found_whatever_its_bounds_are() {
        var random = new Random(7);
        for (var round = 0; round < 60; round++) {
            var from = anyTime(random);
            var to = anyTime(random);
            var part = HISTORY.newest("busy", new Window(OptionalLong.empty(), from, to, Set.of()), LENGTH);

            var expected = new ArrayList<Long>();
            for (var sequence = LENGTH - 1; sequence >= 0; sequence--) {
                var at = bookedAt(sequence);
                if (from.filter(at::isBefore).isEmpty()
                        && to.filter(it -> !at.isBefore(it)).isEmpty()) {
                    expected.add((long) sequence);
                }
            }
            assertThat(part.events())
                    .as("from %s to %s", from, to)
                    .map(StoredEvent::sequence)
                    .isEqualTo(expected);
            assertThat(part.next()).isEmpty();
        }
    }

    private static Optional<Instant> anyTime(Random random) {
        var around = Duration.between(BOOKED, bookedAt(LENGTH)).toSeconds();
        return random.nextInt(4) == 0
                ? Optional.empty()
                : Optional.of(BOOKED.plusSeconds(random.nextLong(around + 20) - 10));
    }

    @Test
    void what_is_rare_is_found_at_once_however_long_ago_it_was() {
        var part = HISTORY.newest("busy", of(AccountFrozen.class), 10);

        assertThat(part.events()).map(StoredEvent::sequence).containsExactly((long) FREEZE);
        assertThat(part.next()).isEmpty();
        assertThat(HISTORY.newest("busy", of(AccountClosed.class), 10).events()).isEmpty();
    }

    @Test
    void what_is_rare_in_one_account_only_is_found_in_steps_of_bounded_cost() {
        var found = new ArrayList<Long>();
        var window = of(HoldPlaced.class);
        var steps = 0;
        for (var next = OptionalLong.of(LENGTH); next.isPresent(); steps++) {
            var part = HISTORY.newest("busy", before(window, next), 10);
            part.events().forEach(event -> found.add(event.sequence()));
            assertThat(part.next().orElse(0)).isGreaterThanOrEqualTo(next.getAsLong() - History.WALK_MAX);
            next = part.next();
        }

        assertThat(found).containsExactly((long) HOLD);
        assertThat(steps).isEqualTo(3);
    }

    @Test
    void what_is_frequent_fills_its_parts() {
        var part = HISTORY.newest("busy", of(CreditsDeducted.class), 100);

        assertThat(part.events()).hasSize(100);
        assertThat(part.next()).hasValue(LENGTH - 100L);
    }

    @Test
    void every_kind_is_found() {
        var busy = new ArrayList<NewEvent>();
        for (var happened : everyKind(account("lively"), Personal.NONE)) {
            busy.add(new NewEvent(UUID.randomUUID(), busy.size(), happened, following()));
        }
        try (var database = TestDatabase.fresh()) {
            var log = new EventLog(database.app(), Vault.open(database.app(), database.masterKey()));
            log.append(busy);

            assertThat(busy)
                    .allSatisfy(one -> assertThat(log.history()
                                    .newest("lively", of(one.event().getClass()), 10)
                                    .events())
                            .map(StoredEvent::sequence)
                            .containsExactly(one.sequence()));
        }
    }

    @Test
    void a_period_bounds_a_kind_too() {
        var day = new Window(
                OptionalLong.empty(), Optional.of(bookedAt(9)), Optional.empty(), Set.of(AccountFrozen.class));

        assertThat(HISTORY.newest("busy", day, 10).events()).isEmpty();
    }

    @Test
    void nobody_has_no_history_up_to_the_same_head() {
        var part = HISTORY.newest("nobody", Window.ALL, 10);

        assertThat(part).isEqualTo(new Part(List.of(), OptionalLong.empty(), LENGTH + 2));
    }

    @Test
    void an_empty_log_has_a_head_too() {
        try (var database = TestDatabase.fresh()) {
            var log = new EventLog(database.app(), Vault.open(database.app(), database.masterKey()));

            assertThat(log.history().newest("nobody", Window.ALL, 10).head()).isZero();
        }
    }

    @Test
    void the_index_leaves_out_what_happens_all_the_time_and_nothing_else() throws SQLException {
        var frequent = new ArrayList<String>();
        try (var connection = DATABASE.superuser().getConnection();
                var query = connection.prepareStatement("""
                        SELECT name || ' v' || version FROM log.event_type
                        WHERE id::text = ANY (string_to_array(
                            substring(pg_get_indexdef('log.event_of_rare_type'::regclass) FROM '\\[(.*)\\]'), ', '))
                        ORDER BY id""");
                var rows = query.executeQuery()) {
            while (rows.next()) {
                frequent.add(rows.getString(1));
            }
        }

        assertThat(frequent)
                .containsExactly(
                        "account.credits-deducted v1",
                        "account.hold-placed v1",
                        "account.hold-captured v1",
                        "account.hold-released v1",
                        "account.credits-deducted v2",
                        "session.heartbeat-received v1",
                        "session.checkpointed v1");
    }

    private static Window of(Class<? extends Event> form) {
        return new Window(OptionalLong.empty(), Optional.empty(), Optional.empty(), Set.of(form));
    }

    private static Window before(Window window, OptionalLong sequence) {
        return new Window(sequence, window.from(), window.to(), window.forms());
    }
}
