package dev.creditledger.log.store;

import static dev.creditledger.log.SampleEvents.account;
import static dev.creditledger.log.SampleEvents.everyKind;
import static dev.creditledger.log.SampleEvents.following;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Personal;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.vault.Vault;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private static final TestDatabase DATABASE = TestDatabase.fresh();
    private final Vault vault = Vault.open(DATABASE.app(), DATABASE.masterKey());
    private final EventLog log = new EventLog(DATABASE.app(), vault);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void every_event_comes_back_as_it_was() {
        var events = everyKind(account("alice"), Personal.NONE);
        var batch = new ArrayList<NewEvent>();
        for (var event : events) {
            batch.add(new NewEvent(UUID.randomUUID(), batch.size(), event, following()));
        }

        var first = log.append(batch);

        var stored = log.ofAggregate("alice", 0, 100);
        assertThat(stored).extracting(StoredEvent::event).containsExactlyElementsOf(events);
        assertThat(stored)
                .extracting(StoredEvent::eventId)
                .containsExactlyElementsOf(batch.stream().map(NewEvent::id).toList());
        assertThat(stored).extracting(StoredEvent::position).startsWith(first, first + 1);
        assertThat(stored)
                .extracting(StoredEvent::cause)
                .containsOnly(following().cause());
        assertThat(log.head()).isGreaterThanOrEqualTo(first + events.size() - 1);
    }
}
