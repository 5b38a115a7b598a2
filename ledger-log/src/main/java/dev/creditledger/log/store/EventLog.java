package dev.creditledger.log.store;

import static java.util.stream.Collectors.groupingBy;

import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Past;
import dev.creditledger.log.codec.EventCodec;
import dev.creditledger.log.codec.MetadataCodec;
import dev.creditledger.log.vault.Vault;
import dev.creditledger.log.vault.VaultUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * The log of everything that happened: append-only, in one order without gaps.
 *
 * <p>An append is one statement with a commit of its own. All methods throw {@link LogUnavailableException} when the
 * database does not answer.
 */
public final class EventLog {

    /** Events in one append at most: a bound on memory and on how long the head of the log is locked. */
    public static final int APPEND_MAX = 10_000;

    /** Which event answered a command. */
    public record KeyOf(String aggregate, IdempotencyKey key) {}

    private final DataSource dataSource;
    private final Vault vault;
    private final EventCodec codec;
    private final MetadataCodec metadataCodec;
    private final Patience patience;
    private final Aggregates aggregates = new Aggregates();
    private final Stragglers stragglers = new Stragglers();
    private final AppendStatement statement;
    private final EventReader reader;
    private final PastLookup past;
    private final History history;
    private final EventFeed feed;
    private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();

    /** Up to here a commit of this process has come back: the standby, if there is one, has all of it. */
    private final AtomicLong confirmed = new AtomicLong();

    public EventLog(DataSource dataSource, Vault vault) {
        this(dataSource, vault, new EventCodec(vault), new MetadataCodec(vault), Patience.DEFAULT);
    }

    EventLog(DataSource dataSource, Vault vault, EventCodec codec, MetadataCodec metadataCodec, Patience patience) {
        this.dataSource = dataSource;
        this.vault = vault;
        this.codec = codec;
        this.metadataCodec = metadataCodec;
        this.patience = patience;
        var types = new EventTypes();
        this.statement = new AppendStatement(aggregates, types);
        this.reader = new EventReader(dataSource, stragglers, types, codec, metadataCodec);
        this.past = new PastLookup(reader, aggregates);
        this.history = new History(reader, types, codec);
        this.feed = new EventFeed(reader, types, codec, aggregates);
    }

    /**
     * Appends all events in the given order, or none. When this returns they are on disk.
     *
     * @return position of the first; the others follow it without a gap
     * @throws DuplicateEventException if another writer was first, or an idempotency key has had its effect
     * @throws OutcomeUnknownException if the connection was lost and nobody could tell in time what became of the events
     * @throws LogUnavailableException if the database refuses; nothing was written
     * @throws UnstorableEventException if it refuses because of what the events hold; nothing was written
     */
    public long append(List<NewEvent> events) {
        return append(draft(events));
    }

    /** Like {@link #append(List)}, of events that were drafted before: by now, or by another thread. */
    public long append(Draft draft) {
        if (draft.size() < 1 || draft.size() > APPEND_MAX) {
            throw new IllegalArgumentException(
                    "an append has 1 to " + APPEND_MAX + " events, this one " + draft.size());
        }
        var first = new Appending(dataSource, statement, aggregates, stragglers, patience, draft).run();
        var last = first + draft.size() - 1;
        confirmed.accumulateAndGet(last, Math::max);
        listeners.forEach(listener -> listener.accept(last));
        return first;
    }

    /**
     * All that can be done for an append without knowing its position.
     *
     * @throws LogUnavailableException if the keys of data subjects cannot be read now
     */
    public Draft draft(List<NewEvent> events) {
        try {
            vault.prepare(subjects(events));
            var rows = new ArrayList<EventRow>(events.size());
            for (var event : events) {
                rows.add(row(event));
            }
            return Draft.of(rows);
        } catch (VaultUnavailableException e) {
            throw new LogUnavailableException("the keys of the vault cannot be read now", e);
        }
    }

    private static Set<SubjectId> subjects(List<NewEvent> events) {
        var subjects = new LinkedHashSet<SubjectId>();
        for (var event : events) {
            if (event.event().personal() instanceof Personal.Clear clear) {
                subjects.add(clear.subject());
            }
            if (event.metadata().cause().origin() instanceof Personal.Clear clear) {
                subjects.add(clear.subject());
            }
        }
        return subjects;
    }

    EventRow row(NewEvent event) {
        var aggregate = event.event().aggregate();
        return new EventRow(
                aggregate,
                event.sequence(),
                codec.typeOf(event.event()),
                event.id(),
                event.event().occurredAt(),
                event.event().bookedAt(),
                event.keyHash(),
                EventRow.refersTo(event.event()),
                Bytes.of(codec.encode(event.event())),
                Bytes.of(metadataCodec.encode(event.metadata())));
    }

    /**
     * Makes sure that the event at {@code position}, which was read, is as safe as one that was appended: see {@link
     * Confirmation}. Costs nothing up to what this process appended last.
     *
     * @throws LogUnavailableException if it cannot be made sure of now
     */
    public void confirm(long position) {
        if (position > confirmed.get()) {
            confirmed.accumulateAndGet(reader.connected(EventLog::confirmed), Math::max);
        }
    }

    private static long confirmed(Connection connection) throws SQLException {
        try {
            return Confirmation.await(connection);
        } catch (ReplicationUnconfirmedException e) {
            throw new LogUnavailableException("no standby confirms what the log holds", e);
        }
    }

    /** Calls {@code listener} with the log's last known position after every append of this process. It must not block. */
    public void onAppend(LongConsumer listener) {
        listeners.add(listener);
    }

    /** Position of the last event, 0 when there is none. */
    public long head() {
        return reader.connected(connection -> {
            try (var query = connection.prepareStatement("SELECT position FROM sequencer.head");
                    var result = query.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        });
    }

    /** The position before the first event that was booked at or after {@code time}. Walks the whole log. */
    long lastBookedBefore(Instant time) {
        return reader.connected(connection -> {
            try (var query = connection.prepareStatement("""
                    SELECT coalesce((SELECT min(position) - 1 FROM log.event WHERE booked_at >= ?), position)
                    FROM sequencer.head""")) {
                query.setObject(1, time.atOffset(ZoneOffset.UTC));
                try (var result = query.executeQuery()) {
                    result.next();
                    return result.getLong(1);
                }
            }
        });
    }

    EventCodec codec() {
        return codec;
    }

    /** The next events after {@code position}, at most {@code max}, in order. None: there are no more yet. */
    public List<StoredEvent> after(long position, int max) {
        return reader.read("FROM log.event e WHERE e.position > ? ORDER BY e.position LIMIT ?", query -> {
            query.setLong(1, position);
            query.setInt(2, max);
        });
    }

    /** An aggregate's events from {@code fromSequence} on, at most {@code max}, in order. */
    public List<StoredEvent> ofAggregate(String aggregate, long fromSequence, int max) {
        return reader.connected(connection -> {
            var id = aggregates.find(connection, List.of(aggregate)).get(aggregate);
            if (id == null) {
                return List.of();
            }
            return reader.read(
                    connection,
                    "FROM log.event e WHERE e.aggregate = ? AND e.sequence >= ? ORDER BY e.sequence LIMIT ?",
                    query -> {
                        query.setLong(1, id);
                        query.setLong(2, fromSequence);
                        query.setInt(3, max);
                    });
        });
    }

    /**
     * The events of several aggregates, each in order.
     *
     * @param from for each aggregate the first sequence wanted
     * @param max of one aggregate at most
     */
    public Map<String, List<StoredEvent>> ofAggregates(Map<String, Long> from, int max) {
        var found = reader.connected(connection -> {
            var known =
                    new ArrayList<>(aggregates.find(connection, from.keySet()).entrySet());
            return reader.read(connection, """
                    FROM unnest(?::int8[], ?::int8[]) AS wanted (aggregate, sequence)
                             CROSS JOIN LATERAL (SELECT * FROM log.event
                                                 WHERE event.aggregate = wanted.aggregate
                                                   AND event.sequence >= wanted.sequence
                                                 ORDER BY event.sequence LIMIT ?) AS e
                    ORDER BY e.aggregate, e.sequence""", query -> {
                ColumnArray.bigints(known, Map.Entry::getValue).bind(query, 1);
                ColumnArray.bigints(known, each -> from.getOrDefault(each.getKey(), 0L))
                        .bind(query, 2);
                query.setInt(3, max);
            });
        });
        return found.stream().collect(groupingBy(StoredEvent::aggregate));
    }

    /**
     * The events that answered commands with these keys; those found, in no particular order. Keys whose hashes collide
     * are told apart.
     */
    public Map<KeyOf, StoredEvent> byKeys(Collection<KeyOf> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        var found = reader.connected(connection -> {
            var ids = aggregates.find(
                    connection, keys.stream().map(KeyOf::aggregate).distinct().toList());
            var known = keys.stream()
                    .filter(key -> ids.containsKey(key.aggregate()))
                    .toList();
            return reader.read(connection, """
                    FROM unnest(?::int8[], ?::int8[]) AS k (aggregate, key_hash)
                             JOIN log.event e ON e.aggregate = k.aggregate AND e.key_hash = k.key_hash""", query -> {
                ColumnArray.bigints(known, key -> ids.getOrDefault(key.aggregate(), 0L))
                        .bind(query, 1);
                ColumnArray.bigints(known, key -> EventRow.keyHash(key.aggregate(), key.key()))
                        .bind(query, 2);
            });
        });
        var answers = new HashMap<KeyOf, StoredEvent>();
        for (var event : found) {
            event.key().ifPresent(key -> answers.put(new KeyOf(event.aggregate(), key), event));
        }
        answers.keySet().retainAll(new HashSet<>(keys));
        return answers;
    }

    /** All events in order, for those who fold them into rows. */
    public EventFeed feed() {
        return feed;
    }

    /** The events of each aggregate, the newest first. */
    public History history() {
        return history;
    }

    /** What the log remembers of the grant, deduction or hold with this id. */
    public Past past(AccountId account, UUID id) {
        return past.find(account, id);
    }

    /** Sequence of the last event of each aggregate that has any. */
    public Map<String, Long> lastSequences(Collection<String> names) {
        return reader.connected(connection -> {
            var ids = aggregates.find(connection, names);
            var known = new ArrayList<>(ids.entrySet());
            var last = new HashMap<String, Long>();
            try (var query = connection.prepareStatement("""
                    SELECT n, (SELECT max(e.sequence) FROM log.event e WHERE e.aggregate = id)
                    FROM unnest(?::int8[]) WITH ORDINALITY AS a (id, n)""")) {
                ColumnArray.bigints(known, Map.Entry::getValue).bind(query, 1);
                try (var result = query.executeQuery()) {
                    while (result.next()) {
                        var sequence = result.getObject(2, Long.class);
                        if (sequence != null) {
                            last.put(known.get(result.getInt(1) - 1).getKey(), sequence);
                        }
                    }
                }
            }
            return last;
        });
    }
}
