package dev.creditledger.log.store;

import static dev.creditledger.log.SampleEvents.BOOKED;
import static dev.creditledger.log.SampleEvents.account;
import static dev.creditledger.log.SampleEvents.answering;
import static dev.creditledger.log.SampleEvents.deducted;
import static dev.creditledger.log.SampleEvents.everyKind;
import static dev.creditledger.log.SampleEvents.following;
import static dev.creditledger.log.SampleEvents.opened;
import static java.time.temporal.ChronoUnit.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.domain.Personal;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.log.codec.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What any storage engine must do. Ours and Axon's stock JDBC engine both run these cases. */
abstract class EventStorageEngineCases {

    /** On a log of its own, empty at first. */
    abstract EventStorageEngine engine();

    static DomainEventMessage<BoundEvent> message(BoundEvent event, long sequence, Metadata metadata) {
        return new GenericDomainEventMessage<>(
                "account",
                event.aggregate(),
                sequence,
                event,
                LogMetaData.of(metadata),
                UUID.randomUUID().toString(),
                event.bookedAt());
    }

    static DomainEventMessage<BoundEvent> opening(String name) {
        return message(opened(account(name), Personal.NONE), 0, following());
    }

    static DomainEventMessage<BoundEvent> deduction(String name, long sequence) {
        return message(
                deducted(account(name), "key-" + sequence, Personal.NONE), sequence, answering("key-" + sequence));
    }

    static List<DomainEventMessage<BoundEvent>> history(String name) {
        var messages = new ArrayList<DomainEventMessage<BoundEvent>>();
        for (var event : everyKind(account(name), Personal.NONE)) {
            messages.add(message(event, messages.size(), following()));
        }
        return messages;
    }

    List<? extends TrackedEventMessage<?>> tracked(@Nullable TrackingToken after) {
        try (var events = engine().readEvents(after, false)) {
            return events.toList();
        }
    }

    @Test
    void events_of_an_aggregate_come_back_in_order_as_they_were() {
        var history = history("alice");

        engine().appendEvents(history);
        engine().appendEvents(opening("bob"));

        var read = engine().readEvents("alice").asStream().toList();
        assertThat(read)
                .<Object>map(Message::getPayload)
                .containsExactlyElementsOf(
                        history.stream().<Object>map(Message::getPayload).toList());
        assertThat(read).map(DomainEventMessage::getSequenceNumber).isSorted().startsWith(0L, 1L, 2L);
        assertThat(read)
                .map(Message::getIdentifier)
                .containsExactlyElementsOf(
                        history.stream().map(Message::getIdentifier).toList());
        assertThat(read).allSatisfy(message -> {
            assertThat(message.getType()).isEqualTo("account");
            assertThat(message.getAggregateIdentifier()).isEqualTo("alice");
            assertThat(message.getTimestamp().truncatedTo(MILLIS)).isEqualTo(BOOKED.truncatedTo(MILLIS));
        });
    }

    @Test
    void meta_data_comes_back_as_it_was() {
        engine().appendEvents(deduction("alice", 0));

        var read = engine().readEvents("alice").asStream().toList();

        assertThat(read).map(Message::getMetaData).containsExactly(LogMetaData.of(answering("key-0")));
    }

    @Test
    void an_aggregate_can_be_read_from_any_of_its_events_on() {
        var history = history("alice");
        engine().appendEvents(history);
        var last = history.size() - 1L;

        var read = engine().readEvents("alice", last - 1).asStream().toList();

        assertThat(read).map(DomainEventMessage::getSequenceNumber).containsExactly(last - 1, last);
    }

    @Test
    void an_aggregate_longer_than_one_read_comes_back_whole() {
        var messages = new ArrayList<DomainEventMessage<BoundEvent>>();
        for (var sequence = 0; sequence < 1_234; sequence++) {
            messages.add(deduction("alice", sequence));
        }
        engine().appendEvents(messages);

        assertThat(engine().readEvents("alice").asStream()).hasSize(1_234);
        assertThat(tracked(null)).hasSize(1_234);
    }

    @Test
    void an_unknown_aggregate_has_no_events() {
        assertThat(engine().readEvents("nobody").hasNext()).isFalse();
        assertThat(engine().lastSequenceNumberFor("nobody")).isEmpty();
        assertThat(engine().readSnapshot("nobody")).isEmpty();
    }

    @Test
    void the_last_sequence_is_known() {
        var history = history("alice");
        engine().appendEvents(history);

        assertThat(engine().lastSequenceNumberFor("alice")).contains(history.size() - 1L);
    }

    @Test
    void appending_nothing_does_nothing() {
        engine().appendEvents(List.of());

        assertThat(tracked(null)).isEmpty();
    }

    @Test
    void a_sequence_is_taken_once() {
        engine().appendEvents(opening("alice"));

        assertThatThrownBy(() -> engine().appendEvents(opening("alice"))).isInstanceOf(RuntimeException.class);

        assertThat(tracked(null)).hasSize(1);
    }

    @Test
    void all_events_can_be_tracked_in_the_order_they_were_appended() {
        var bob = opening("bob");
        var alice = opening("alice");
        var charge = deduction("bob", 1);
        engine().appendEvents(bob);
        engine().appendEvents(alice, charge);

        assertThat(tracked(null))
                .map(Message::getIdentifier)
                .containsExactly(bob.getIdentifier(), alice.getIdentifier(), charge.getIdentifier());
    }

    @Test
    void tracking_goes_on_behind_a_token() {
        engine().appendEvents(opening("alice"), opening("bob"));
        var token = tracked(null).getLast().trackingToken();

        assertThat(tracked(token)).isEmpty();

        var later = deduction("bob", 1);
        engine().appendEvents(later);
        assertThat(tracked(token)).map(Message::getIdentifier).containsExactly(later.getIdentifier());
    }

    @Test
    void tracking_can_begin_at_either_end() {
        engine().appendEvents(opening("alice"));

        assertThat(tracked(engine().createTailToken())).hasSize(1);
        assertThat(tracked(engine().createHeadToken())).isEmpty();

        engine().appendEvents(opening("bob"));
        assertThat(tracked(engine().createTailToken())).hasSize(2);
    }

    @Test
    void tracking_can_begin_at_a_time() {
        engine().appendEvents(opening("alice"));

        assertThat(tracked(engine().createTokenAt(BOOKED))).hasSize(1);
        assertThat(tracked(engine().createTokenAt(BOOKED.plusSeconds(1)))).isEmpty();
    }

    @Test
    void the_latest_snapshot_comes_back() {
        engine().appendEvents(history("alice"));
        var young = AccountRoot.unopened(account("alice")).evolve(opened(account("alice"), Personal.NONE));
        var old = young.settled(BOOKED.plusSeconds(60));

        engine().storeSnapshot(snapshot(young, 0));
        engine().storeSnapshot(snapshot(old, 5));

        var read = engine().readSnapshot("alice").orElseThrow();
        assertThat(read.getPayload()).isEqualTo(old);
        assertThat(read.getSequenceNumber()).isEqualTo(5);
        assertThat(read.getAggregateIdentifier()).isEqualTo("alice");
    }

    static DomainEventMessage<AccountRoot> snapshot(AccountRoot account, long sequence) {
        return new GenericDomainEventMessage<>(
                "account", account.id().value(), sequence, account, LogMetaData.of(following()));
    }
}
