package dev.creditledger.log.store;

import dev.creditledger.domain.Event;
import dev.creditledger.log.codec.EventCodec;
import dev.creditledger.log.codec.EventCodec.Beside;
import dev.creditledger.log.codec.EventType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The log for those who fold it into rows, as cheap as it can be had: columns that rows are not made of are not read, and
 * the names of aggregates are remembered. Each read is one short statement, and decodes what it reads.
 */
public final class EventFeed {

    private static final String COLUMNS = """
            SELECT position, aggregate, sequence, type, occurred_at, booked_at, payload FROM log.event
            """;

    private final EventReader reader;
    private final EventTypes types;
    private final EventCodec codec;
    private final Aggregates aggregates;

    EventFeed(EventReader reader, EventTypes types, EventCodec codec, Aggregates aggregates) {
        this.reader = reader;
        this.types = types;
        this.codec = codec;
        this.aggregates = aggregates;
    }

    /** As they are read, before their aggregate has its name. */
    private record Row(
            long position,
            long aggregate,
            long sequence,
            EventType type,
            Instant occurredAt,
            Instant bookedAt,
            Bytes payload) {}

    /** The next events after {@code position}, at most {@code max}, in order. None: there are no more yet. */
    public List<FeedEvent> after(long position, int max) {
        return read(COLUMNS + "WHERE position > ? AND position <= ? ORDER BY position", query -> {
            query.setLong(1, position);
            query.setLong(2, position + max);
        });
    }

    /** An aggregate's events from {@code fromSequence} on, at most {@code max}, in order. */
    public List<FeedEvent> ofAggregate(String aggregate, long fromSequence, int max) {
        return read(COLUMNS + """
                WHERE aggregate = (SELECT id FROM log.aggregate WHERE name = ?) AND sequence >= ?
                ORDER BY sequence LIMIT ?""", query -> {
            query.setString(1, aggregate);
            query.setLong(2, fromSequence);
            query.setInt(3, max);
        });
    }

    /** When the event at {@code position} was booked, if it is there. */
    public Optional<Instant> bookedAt(long position) {
        return reader.connected(connection -> {
            try (var query = connection.prepareStatement("SELECT booked_at FROM log.event WHERE position = ?")) {
                query.setLong(1, position);
                try (var result = query.executeQuery()) {
                    return result.next() ? Optional.of(time(result, 1)) : Optional.empty();
                }
            }
        });
    }

    /**
     * Where the log passes from before {@code time} to after it: the last position behind {@code after}, up to
     * {@code head}, that was booked before it. Found by halves. Events of several nodes may stand out of order by the little
     * that their clocks differ; those behind the passage belong to what follows, whatever time they say.
     */
    public long lastBookedBefore(Instant time, long after, long head) {
        var before = after;
        var behind = head + 1;
        while (behind - before > 1) {
            var middle = before + (behind - before) / 2;
            if (bookedAt(middle).orElseThrow().isBefore(time)) {
                before = middle;
            } else {
                behind = middle;
            }
        }
        return before;
    }

    /**
     * Key hashes of what later events follow up: deductions that were reversed, grants that were revoked. In ascending
     * order, at most {@code max}.
     */
    public long[] followedUp(int max) {
        return reader.connected(connection -> {
            var hashes = LongStream.builder();
            try (var query = connection.prepareStatement("""
                    SELECT DISTINCT refers_to FROM log.event WHERE refers_to IS NOT NULL ORDER BY refers_to LIMIT ?""")) {
                query.setInt(1, max);
                try (var result = query.executeQuery()) {
                    while (result.next()) {
                        hashes.add(result.getLong(1));
                    }
                }
            }
            return hashes.build().toArray();
        });
    }

    private List<FeedEvent> read(String text, EventReader.Binding binding) {
        return reader.connected(connection -> {
            var rows = new ArrayList<Row>();
            try (var statement = reader.prepare(connection, text)) {
                binding.bind(statement);
                try (var result = statement.executeQuery()) {
                    while (result.next()) {
                        rows.add(row(connection, result));
                    }
                }
            }
            return events(connection, rows);
        });
    }

    private Row row(Connection connection, ResultSet result) throws SQLException {
        return new Row(
                result.getLong(1),
                result.getLong(2),
                result.getLong(3),
                types.type(connection, result.getShort(4)),
                time(result, 5),
                time(result, 6),
                Bytes.of(result.getBytes(7)));
    }

    private static Instant time(ResultSet result, int column) throws SQLException {
        return result.getObject(column, OffsetDateTime.class).toInstant();
    }

    private List<FeedEvent> events(Connection connection, List<Row> rows) throws SQLException {
        var names =
                aggregates.names(connection, rows.stream().map(Row::aggregate).toList());
        var events = new ArrayList<FeedEvent>(rows.size());
        for (var row : rows) {
            var name = names.get(row.aggregate());
            if (name == null) {
                throw new IllegalStateException("the aggregate of the event at " + row.position() + " has no name");
            }
            events.add(event(row, name));
        }
        return events;
    }

    private FeedEvent event(Row row, String name) {
        @Nullable Event event = null;
        @Nullable RuntimeException failure = null;
        try {
            event = codec.decode(
                    row.type(),
                    new Beside(name, row.occurredAt(), row.bookedAt()),
                    row.payload().array());
        } catch (RuntimeException e) {
            // Told when its turn comes: what stands before it can be applied.
            failure = e;
        }
        return new FeedEvent(row.position(), name, row.sequence(), row.type(), event, failure);
    }
}
