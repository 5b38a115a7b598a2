package dev.creditledger.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.creditledger.log.store.FeedEvent;
import java.util.ArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final int CHUNK = 7;

    private static TestLedger ledger;
    private static long head;

    @BeforeAll
    static void a_log() {
        ledger = TestLedger.still();
        new RandomLives(ledger, 61, 5).live(150);
        head = ledger.log().head();
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    @Test
    void what_is_read_ahead_is_what_is_asked_for_next() {
        try (var ahead = new ReadAhead(ledger.log().feed(), CHUNK)) {
            var positions = new ArrayList<Long>();
            var chunk = ahead.after(0, CHUNK, head);
            while (chunk.size() == CHUNK) {
                chunk.forEach(event -> positions.add(event.position()));
                chunk = ahead.after(positions.size(), CHUNK, head);
            }
            chunk.forEach(event -> positions.add(event.position()));

            assertThat(positions)
                    .isEqualTo(LongStream.rangeClosed(1, head).boxed().toList());
        }
    }

    @Test
    void whoever_goes_back_or_asks_for_less_gets_what_was_asked_for() {
        try (var ahead = new ReadAhead(ledger.log().feed(), CHUNK)) {
            ahead.after(0, CHUNK, head);

            assertThat(ahead.after(3, CHUNK, head))
                    .map(FeedEvent::position)
                    .startsWith(4L)
                    .hasSize(CHUNK);
            assertThat(ahead.after(10, 2, head)).map(FeedEvent::position).containsExactly(11L, 12L);
            assertThat(ahead.after(12, CHUNK, head))
                    .map(FeedEvent::position)
                    .startsWith(13L)
                    .hasSize(CHUNK);
            assertThat(ahead.after(head, CHUNK, head)).isEmpty();
        }
    }

    @Test
    void an_event_that_cannot_be_read_fails_when_it_is_looked_at_and_no_earlier() {
        try (var other = TestLedger.still();
                var ahead = new ReadAhead(other.log().feed(), CHUNK)) {
            new RandomLives(other, 62, 2).live(20);
            other.owner().execute("UPDATE log.event SET payload = '{}' WHERE position = 2");

            var events = ahead.after(0, CHUNK, other.log().head());

            assertThat(events).hasSize(CHUNK);
            assertThat(events.getFirst().event()).isNotNull();
            assertThatThrownBy(events.get(1)::event).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void a_log_that_cannot_be_read_is_told_as_it_is() {
        try (var other = TestLedger.still();
                var ahead = new ReadAhead(other.log().feed(), CHUNK)) {
            new RandomLives(other, 63, 2).live(20);
            other.owner().execute("REVOKE SELECT ON log.event FROM ledger_app");

            assertThatThrownBy(() -> ahead.after(0, CHUNK, 20))
                    .isInstanceOf(dev.creditledger.log.store.LogUnavailableException.class);
        }
    }
}
