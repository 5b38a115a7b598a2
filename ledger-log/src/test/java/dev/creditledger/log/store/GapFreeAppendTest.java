package dev.creditledger.log.store;

import static dev.creditledger.log.SampleEvents.account;
import static dev.creditledger.log.SampleEvents.deducted;
import static dev.creditledger.log.SampleEvents.following;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.creditledger.domain.Personal;
import dev.creditledger.log.TestDatabase;
import dev.creditledger.log.vault.Vault;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many writers, some of them refused, and readers that look all the time. */
class GapFreeAppendTest {

    private static final int WRITERS = 16;
    private static final int BATCHES = 60;
    private static final int READERS = 3;

    private final TestDatabase database = TestDatabase.fresh();
    private final Vault vault = Vault.open(database.app(), database.masterKey());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void concurrent_writers_leave_no_gap_and_no_reader_sees_a_position_before_all_lower_ones() throws Exception {
        var writing = new AtomicBoolean(true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<CompletableFuture<List<Long>>>();
            for (var reader = 0; reader < READERS; reader++) {
                readers.add(CompletableFuture.supplyAsync(() -> read(writing), threads));
            }
            var writers = new ArrayList<CompletableFuture<Long>>();
            for (var writer = 0; writer < WRITERS; writer++) {
                var own = "writer-" + writer;
                writers.add(CompletableFuture.supplyAsync(() -> write(own), threads));
            }
            var appended = 0L;
            for (var writer : writers) {
                appended += writer.get(60, SECONDS);
            }
            writing.set(false);

            var all = LongStream.rangeClosed(1, appended).boxed().toList();
            for (var reader : readers) {
                assertThat(reader.get(60, SECONDS)).isEqualTo(all);
            }
            assertThat(new EventLog(database.app(), vault).head()).isEqualTo(appended);
        }
    }

    /** Positions in the order seen, until all is written and read. */
    private List<Long> read(AtomicBoolean writing) {
        var log = new EventLog(database.app(), vault);
        var seen = new ArrayList<Long>();
        var last = 0L;
        while (true) {
            var more = writing.get();
            var events = log.after(last, 100);
            for (var event : events) {
                seen.add(event.position());
                last = event.position();
            }
            if (!more && events.isEmpty()) {
                return seen;
            }
        }
    }

    /** Appends batches, every fifth of them a duplicate that is refused. How many events were appended. */
    private long write(String own) {
        var log = new EventLog(database.app(), vault);
        var sequence = 0L;
        for (var batch = 1; batch <= BATCHES; batch++) {
            var events = batch(own, batch % 5 == 0 ? 0 : sequence);
            try {
                log.append(events);
                sequence += events.size();
            } catch (DuplicateEventException e) {
                assertThat(batch % 5).isZero();
            }
        }
        return sequence;
    }

    private static List<NewEvent> batch(String own, long fromSequence) {
        var events = new ArrayList<NewEvent>();
        var size = ThreadLocalRandom.current().nextInt(1, 20);
        for (var i = 0; i < size; i++) {
            var event = deducted(account(own), "key-" + (fromSequence + i), Personal.NONE);
            events.add(new NewEvent(UUID.randomUUID(), fromSequence + i, event, following()));
        }
        return events;
    }
}
