package dev.creditledger.log.store;

import static dev.creditledger.log.SampleEvents.account;
import static dev.creditledger.log.SampleEvents.answering;
import static dev.creditledger.log.SampleEvents.deducted;
import static dev.creditledger.log.SampleEvents.everyKind;
import static dev.creditledger.log.SampleEvents.following;
import static dev.creditledger.log.SampleEvents.granted;
import static dev.creditledger.log.SampleEvents.opened;
import static dev.creditledger.log.SampleSessions.ended;
import static dev.creditledger.log.SampleSessions.session;
import static dev.creditledger.log.SampleSessions.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.KeyedId;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.log.SampleEvents;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.codec.EventType;
import dev.creditledger.log.codec.Metadata;
import dev.creditledger.log.store.EventLog.KeyOf;
import dev.creditledger.log.vault.Vault;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private static final AccountId ALICE = account("alice");

    /** Position of the last event of {@link #life}, when nothing stands before it. */
    private static final long END = 25;

    private final TestDatabase database = TestDatabase.fresh();
    private final Vault vault = Vault.open(database.app(), database.masterKey());
    private final EventLog log = new EventLog(database.app(), vault);

    @AfterEach
    void close() {
        database.close();
    }

    private static NewEvent event(long sequence, BoundEvent event, Metadata metadata) {
        return new NewEvent(UUID.randomUUID(), sequence, event, metadata);
    }

    /** Everything that can happen to an account, each answering a command with the key that its ids are made of. */
    private static List<NewEvent> life(AccountId account) {
        var keys = List.of(
                "open",
                "grant-1",
                "",
                "deduction-1",
                "",
                "revocation-1",
                "reversal-1",
                "hold-1",
                "capture-1",
                "release-1",
                "",
                "freeze-1",
                "unfreeze-1",
                "close-1",
                "",
                "write-off-1",
                "subscription-1",
                "",
                "session-1",
                "resume-1",
                "heartbeat-1",
                "",
                "checkpoint-1",
                "end-1",
                "quota-1");
        var life = new ArrayList<NewEvent>();
        for (var happened : everyKind(account, Personal.NONE)) {
            var key = keys.get(life.size());
            life.add(event(life.size(), happened, key.isEmpty() ? following() : answering(key)));
        }
        return life;
    }

    @Test
    void every_event_comes_back_as_it_was() {
        var life = life(ALICE);

        assertThat(log.append(life)).isEqualTo(1);

        var stored = log.ofAggregate("alice", 0, 100);
        assertThat(stored)
                .<Object>map(StoredEvent::event)
                .containsExactlyElementsOf(
                        life.stream().<Object>map(NewEvent::event).toList());
        assertThat(stored)
                .map(StoredEvent::eventId)
                .containsExactlyElementsOf(life.stream().map(NewEvent::id).toList());
        assertThat(stored)
                .map(StoredEvent::metadata)
                .containsExactlyElementsOf(life.stream().map(NewEvent::metadata).toList());
        assertThat(stored).map(StoredEvent::position).startsWith(1L, 2L).endsWith(END);
        assertThat(stored).allSatisfy(one -> {
            assertThat(one.occurredAt()).isEqualTo(SampleEvents.OCCURRED);
            assertThat(one.bookedAt()).isEqualTo(SampleEvents.BOOKED);
            assertThat(one.toString()).contains("alice #" + one.sequence());
        });
    }

    @Test
    void the_log_is_read_in_pages() {
        log.append(life(ALICE));

        assertThat(log.head()).isEqualTo(END);
        assertThat(log.after(0, 5)).map(StoredEvent::position).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(log.after(END - 2, 5)).map(StoredEvent::position).containsExactly(END - 1, END);
        assertThat(log.after(END, 5)).isEmpty();
        assertThat(log.ofAggregate("alice", 3, 2)).map(StoredEvent::sequence).containsExactly(3L, 4L);
        assertThat(log.ofAggregate("nobody", 0, 2)).isEmpty();
    }

    @Test
    void only_the_answering_event_has_a_key_and_a_fingerprint() {
        log.append(life(ALICE));

        var opening = log.after(0, 1).getFirst();
        assertThat(opening.key()).contains(new IdempotencyKey("open"));
        assertThat(opening.fingerprint()).contains("fingerprint-of-open");
        assertThat(opening.keyHash()).hasValue(KeyedId.hash(KeyedId.of(ALICE, new IdempotencyKey("open"))));
        var activation = log.after(2, 1).getFirst();
        assertThat(activation.key()).isEmpty();
        assertThat(activation.fingerprint()).isEmpty();
        assertThat(activation.keyHash()).isEmpty();
    }

    @Test
    void an_answer_is_found_by_its_key() {
        log.append(life(ALICE));
        log.append(List.of(event(0, opened(account("bob"), Personal.NONE), answering("open"))));
        var alice = new KeyOf("alice", new IdempotencyKey("deduction-1"));
        var bob = new KeyOf("bob", new IdempotencyKey("open"));

        var found = log.byKeys(List.of(
                alice,
                bob,
                new KeyOf("alice", new IdempotencyKey("never")),
                new KeyOf("nobody", new IdempotencyKey("open"))));

        assertThat(found).containsOnlyKeys(alice, bob);
        assertThat(found)
                .hasEntrySatisfying(alice, answer -> assertThat(answer.event()).isInstanceOf(CreditsDeducted.class));
        assertThat(found)
                .hasEntrySatisfying(
                        bob, answer -> assertThat(answer.aggregate()).isEqualTo("bob"));
        assertThat(log.byKeys(List.of())).isEmpty();
    }

    @Test
    void a_key_has_one_effect() {
        log.append(List.of(event(0, opened(ALICE, Personal.NONE), answering("key"))));

        assertThatThrownBy(() -> log.append(List.of(event(1, deducted(ALICE, "key", Personal.NONE), answering("key")))))
                .isInstanceOfSatisfying(
                        DuplicateEventException.class,
                        duplicate -> assertThat(duplicate.taken()).isEqualTo(DuplicateEventException.Taken.KEY));

        log.append(List.of(event(0, opened(account("bob"), Personal.NONE), answering("key"))));
        assertThat(log.head()).isEqualTo(2);
    }

    @Test
    void a_refused_append_uses_up_no_position() {
        log.append(List.of(event(0, opened(ALICE, Personal.NONE), following())));
        assertThatThrownBy(() -> log.append(List.of(event(0, opened(ALICE, Personal.NONE), following()))))
                .isInstanceOf(DuplicateEventException.class);

        assertThat(log.append(List.of(event(1, deducted(ALICE, "a", Personal.NONE), following()))))
                .isEqualTo(2);
    }

    @Test
    void an_append_has_bounds() {
        var one = event(0, opened(ALICE, Personal.NONE), following());

        assertThatThrownBy(() -> log.append(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.append(Collections.nCopies(EventLog.APPEND_MAX + 1, one)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_largest_append_goes_through() {
        var events = new ArrayList<NewEvent>();
        for (var sequence = 0; sequence < EventLog.APPEND_MAX; sequence++) {
            events.add(
                    event(sequence, deducted(ALICE, "key-" + sequence, Personal.NONE), answering("key-" + sequence)));
        }

        assertThat(log.append(events)).isEqualTo(1);
        assertThat(log.head()).isEqualTo(EventLog.APPEND_MAX);
    }

    @Test
    void listeners_hear_of_each_append() {
        var heard = new ArrayList<Long>();
        log.onAppend(heard::add);

        log.append(life(ALICE));
        log.append(List.of(event(0, opened(account("bob"), Personal.NONE), following())));

        assertThat(heard).containsExactly(END, END + 1);
    }

    @Test
    void last_sequences_are_known() {
        log.append(life(ALICE));
        log.append(List.of(event(0, opened(account("bob"), Personal.NONE), following())));

        assertThat(log.lastSequences(List.of("alice", "bob", "nobody"))).isEqualTo(Map.of("alice", END - 1, "bob", 0L));
        assertThat(log.lastSequences(List.of())).isEmpty();
    }

    @Test
    void the_past_of_a_deduction_has_its_reversals_and_its_grants_with_their_revocation() {
        log.append(life(ALICE));

        var past = log.past(ALICE, SampleEvents.deduction(ALICE, "deduction-1").value());

        assertThat(past.events())
                .hasExactlyElementsOfTypes(
                        CreditsGranted.class, GrantRevoked.class, CreditsDeducted.class, DeductionReversed.class);
    }

    @Test
    void the_past_of_a_captured_hold_is_found_by_deduction_and_by_hold() {
        log.append(life(ALICE));

        var captured =
                log.past(ALICE, SampleEvents.deduction(ALICE, "capture-1").value());
        assertThat(captured.events()).last().isInstanceOf(AccountEvent.HoldCaptured.class);
        assertThat(captured.events()).first().isInstanceOf(CreditsGranted.class);

        var hold =
                log.past(ALICE, HoldId.of(ALICE, new IdempotencyKey("hold-1")).value());
        assertThat(hold.events()).hasExactlyElementsOfTypes(HoldPlaced.class);
    }

    @Test
    void the_past_of_a_grant_has_its_revocation() {
        log.append(life(ALICE));

        var past = log.past(ALICE, SampleEvents.grant(ALICE, "grant-1").value());

        assertThat(past.events()).hasExactlyElementsOfTypes(CreditsGranted.class, GrantRevoked.class);
    }

    @Test
    void the_past_of_a_session_has_its_start_and_its_end() {
        log.append(life(ALICE));

        var past = log.past(ALICE, session(ALICE, "session-1").value());

        assertThat(past.events()).hasExactlyElementsOfTypes(SessionStarted.class, SessionEnded.class);
    }

    @Test
    void the_past_of_what_a_session_was_charged_has_the_grants_and_what_was_given_back() {
        log.append(life(ALICE));
        log.append(List.of(
                event(END, reversal(ALICE, "checkpoint-1", "sorry-1"), answering("sorry-1")),
                event(END + 1, reversal(ALICE, "end-1", "sorry-2"), answering("sorry-2"))));

        var checkpoint =
                log.past(ALICE, SampleEvents.deduction(ALICE, "checkpoint-1").value());
        assertThat(checkpoint.events())
                .hasExactlyElementsOfTypes(
                        CreditsGranted.class, GrantRevoked.class, SessionCheckpointed.class, DeductionReversed.class);

        var end = log.past(ALICE, SampleEvents.deduction(ALICE, "end-1").value());
        assertThat(end.events())
                .hasExactlyElementsOfTypes(
                        CreditsGranted.class, GrantRevoked.class, SessionEnded.class, DeductionReversed.class);
        assertThat(end.events()).last().isEqualTo(reversal(ALICE, "end-1", "sorry-2"));
    }

    @Test
    void sessions_whose_ids_collide_are_told_apart() {
        var one = session(ALICE, "session-1");
        var twin = new SessionId(
                new UUID(one.value().getMostSignificantBits(), one.value().getLeastSignificantBits() ^ 1));
        assertThat(KeyedId.hash(twin.value())).isEqualTo(KeyedId.hash(one.value()));
        log.append(List.of(
                event(0, opened(ALICE, Personal.NONE), answering("open")),
                event(1, started(ALICE, "session-1", Personal.NONE), answering("session-1")),
                event(2, ended(ALICE, "session-1", "end-1", Personal.NONE), answering("end-1"))));

        assertThat(log.past(ALICE, one.value()).events())
                .hasExactlyElementsOfTypes(SessionStarted.class, SessionEnded.class);
        assertThat(log.past(ALICE, twin.value())).isEqualTo(Past.NONE);
    }

    private static DeductionReversed reversal(AccountId account, String deduction, String key) {
        return new DeductionReversed(
                account,
                ReversalId.of(account, new IdempotencyKey(key)),
                SampleEvents.deduction(account, deduction),
                Credits.of(1),
                DeductionType.CUSTOM,
                Optional.of("live_dubbing"),
                List.of(),
                SampleEvents.BALANCE,
                Personal.NONE,
                SampleEvents.OCCURRED,
                SampleEvents.BOOKED);
    }

    @Test
    void what_never_was_has_no_past() {
        log.append(life(ALICE));
        var deduction = SampleEvents.deduction(ALICE, "deduction-1").value();

        assertThat(log.past(ALICE, SampleEvents.deduction(ALICE, "never").value()))
                .isEqualTo(Past.NONE);
        assertThat(log.past(account("nobody"), deduction)).isEqualTo(Past.NONE);
        // The same 64 bits of hash, another id.
        var twin = new UUID(deduction.getMostSignificantBits(), deduction.getLeastSignificantBits() ^ 1);
        assertThat(KeyedId.hash(twin)).isEqualTo(KeyedId.hash(deduction));
        assertThat(log.past(ALICE, twin)).isEqualTo(Past.NONE);
        // A key that opened nothing: the account itself.
        assertThat(log.past(ALICE, KeyedId.of(ALICE, new IdempotencyKey("open"))))
                .isEqualTo(Past.NONE);
    }

    @Test
    void auditors_see_names_and_json() throws SQLException {
        log.append(List.of(event(0, granted(ALICE, "grant-1", Personal.NONE), answering("grant-1"))));

        try (var connection = database.owner().getConnection();
                var query = connection.prepareStatement("""
                        SELECT position, aggregate, sequence, type, version, payload ->> 'amount',
                               metadata -> 'actor' ->> 'subject', to_char(booked_at, 'US'), length(leaf_hash)
                        FROM log.events""");
                var row = query.executeQuery()) {
            assertThat(row.next()).isTrue();
            var columns = new ArrayList<String>();
            for (var column = 1; column <= 9; column++) {
                columns.add(row.getString(column));
            }
            assertThat(columns)
                    .containsExactly(
                            "1",
                            "alice",
                            "0",
                            "account.credits-granted",
                            "2",
                            "100",
                            "billing-service",
                            "234567",
                            "64");
        }
    }

    @Test
    void every_type_that_can_be_written_or_read_has_a_number() throws SQLException {
        var numbered = new ArrayList<EventType>();
        try (var connection = database.owner().getConnection();
                var query = connection.prepareStatement("SELECT name, version FROM log.event_type");
                var row = query.executeQuery()) {
            while (row.next()) {
                numbered.add(new EventType(row.getString(1), row.getInt(2)));
            }
        }

        assertThat(numbered).containsExactlyInAnyOrderElementsOf(log.codec().types());
    }

    @Test
    void credits_are_exact_to_the_last_millionth() {
        var large = new CreditsDeducted(
                ALICE,
                SampleEvents.deduction(ALICE, "large"),
                Credits.MAX,
                DeductionType.CUSTOM,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                SampleEvents.BALANCE,
                Personal.NONE,
                SampleEvents.OCCURRED,
                SampleEvents.BOOKED);

        log.append(List.of(event(0, large, following())));

        assertThat(log.after(0, 1).getFirst().event()).isEqualTo(large);
    }
}
