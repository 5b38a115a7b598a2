package dev.creditledger.log.store;

import dev.creditledger.domain.Event;
import dev.creditledger.log.codec.EventCodec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The events of an aggregate, the newest first. Each part is read by one statement: its events and the head of the log are
 * of one snapshot, and its cost is bounded, however long the history is.
 *
 * <p>A period is found by binary search, as an aggregate's time never runs backwards. Events of one kind are found by an
 * index if they are rare, and else by a walk over so many events that the part may hold fewer than were asked for, or none,
 * and yet not be the last.
 */
public final class History {

    /** Events that are looked at for those of a frequent kind. */
    public static final int WALK_MAX = 5_000;

    /** The types without an entry in the index event_of_rare_type, by their numbers in log.event_type. */
    private static final List<Short> FREQUENT =
            List.of((short) 4, (short) 8, (short) 9, (short) 10, (short) 17, (short) 30, (short) 32);

    /**
     * Which events.
     *
     * @param before with a lower sequence
     * @param from booked at this instant or later
     * @param to booked before this instant
     * @param forms only those that are read as one of these classes; none: all
     */
    public record Window(
            OptionalLong before, Optional<Instant> from, Optional<Instant> to, Set<Class<? extends Event>> forms) {

        /** All of them. */
        public static final Window ALL = new Window(OptionalLong.empty(), Optional.empty(), Optional.empty(), Set.of());
    }

    /**
     * A part of what was asked for.
     *
     * @param events the newest first
     * @param next it goes on before this sequence; empty: there is no more
     * @param head position of the log's last event
     */
    public record Part(List<StoredEvent> events, OptionalLong next, long head) {}

    private final EventReader reader;
    private final EventTypes types;
    private final EventCodec codec;

    History(EventReader reader, EventTypes types, EventCodec codec) {
        this.reader = reader;
        this.types = types;
        this.codec = codec;
    }

    /**
     * The newest events in the window, at most {@code max}.
     *
     * @throws LogUnavailableException if the database does not answer
     */
    public Part newest(String aggregate, Window window, int max) {
        return reader.connected(connection -> {
            var wanted = numbers(connection, window.forms());
            var query = new Query(aggregate, window, wanted, max);
            try (var statement = reader.prepare(connection, query.text())) {
                query.bind(statement);
                try (var result = statement.executeQuery()) {
                    return part(connection, result, max);
                }
            }
        });
    }

    private List<Short> numbers(Connection connection, Set<Class<? extends Event>> forms) throws SQLException {
        var numbers = new ArrayList<Short>();
        for (var type : codec.types()) {
            if (forms.contains(codec.newestForm(type))) {
                numbers.add(types.id(connection, type));
            }
        }
        return numbers;
    }

    /** There is a row even when there is no event. One event more than asked for tells that there is more. */
    private Part part(Connection connection, ResultSet result, int max) throws SQLException {
        var events = new ArrayList<StoredEvent>();
        var head = 0L;
        var unseen = OptionalLong.empty();
        while (result.next()) {
            head = result.getLong(13);
            var seenDownTo = result.getLong(14);
            unseen = seenDownTo > result.getLong(15) ? OptionalLong.of(seenDownTo) : OptionalLong.empty();
            result.getLong(1);
            if (!result.wasNull()) {
                events.add(reader.event(connection, result));
            }
        }
        if (events.size() <= max) {
            return new Part(List.copyOf(events), unseen, head);
        }
        events.removeLast();
        return new Part(List.copyOf(events), OptionalLong.of(events.getLast().sequence()), head);
    }

    /** The statement, with only those parts that the window needs. */
    private record Query(String aggregate, Window window, List<Short> wanted, int max) {

        private static final String ACCOUNT = """
                WITH RECURSIVE named AS MATERIALIZED (
                    SELECT a.id, (SELECT max(e.sequence) FROM log.event e WHERE e.aggregate = a.id) + 1 AS length
                    FROM log.aggregate a WHERE a.name = ?)""";

        /** Halves what is left until it is the first event that was booked at a time or later. */
        private static final String SEARCH = """
                , %1$s (low, high) AS (
                    SELECT 0::int8, length FROM named
                    UNION ALL
                    SELECT CASE WHEN middle.booked_at < ? THEN middle.sequence + 1 ELSE low END,
                           CASE WHEN middle.booked_at < ? THEN high ELSE (low + high) / 2 END
                    FROM %1$s, LATERAL (
                        SELECT e.sequence, e.booked_at FROM log.event e
                        WHERE e.aggregate = (SELECT id FROM named) AND e.sequence >= (low + high) / 2
                        ORDER BY e.sequence LIMIT 1) AS middle
                    WHERE low < high)""";

        private static final String FOUND = "(SELECT low FROM %s WHERE low >= high LIMIT 1)";

        private static final String ROWS = EventReader.COLUMNS + """
                    , head.position, range.seen, range.first
                FROM sequencer.head
                CROSS JOIN LATERAL (SELECT %s AS first, least(?, coalesce((SELECT length FROM named), 0), %s) AS past) AS whole
                CROSS JOIN LATERAL (SELECT first, past, %s AS seen) AS range
                LEFT JOIN LATERAL (%s ORDER BY sequence DESC LIMIT ?) AS e ON true
                ORDER BY e.sequence DESC""";

        private static final String EVENTS = """
                SELECT * FROM log.event
                WHERE aggregate = (SELECT id FROM named) AND sequence >= range.seen AND sequence < range.past""";

        /** As the index says it, so that it is used. */
        private static final String NUMBERS =
                FREQUENT.stream().map(String::valueOf).collect(Collectors.joining(", "));

        private static final String RARE = """
                SELECT found.* FROM unnest(?::int2[]) AS wanted (type), LATERAL (
                %s AND type = wanted.type AND type NOT IN (%s) ORDER BY sequence DESC LIMIT ?) AS found""".formatted(EVENTS, NUMBERS);

        private boolean walks() {
            return wanted.stream().anyMatch(FREQUENT::contains);
        }

        private boolean rare() {
            return !wanted.isEmpty() && !walks();
        }

        String text() {
            var from = window.from().isPresent();
            var to = window.to().isPresent();
            return ACCOUNT
                    + (from ? SEARCH.formatted("since") : "")
                    + (to ? SEARCH.formatted("until") : "")
                    + ROWS.formatted(
                            from ? FOUND.formatted("since") : "0::int8",
                            to ? FOUND.formatted("until") : "NULL",
                            walks() ? "greatest(first, past - " + WALK_MAX + ")" : "first",
                            walks() ? EVENTS + " AND type = ANY (?)" : rare() ? RARE : EVENTS);
        }

        void bind(PreparedStatement statement) throws SQLException {
            var parameter = 1;
            statement.setString(parameter++, aggregate);
            for (var time : List.of(window.from(), window.to())) {
                if (time.isPresent()) {
                    statement.setObject(parameter++, time.get().atOffset(ZoneOffset.UTC));
                    statement.setObject(parameter++, time.get().atOffset(ZoneOffset.UTC));
                }
            }
            statement.setLong(parameter++, window.before().orElse(Long.MAX_VALUE));
            if (!wanted.isEmpty()) {
                ColumnArray.smallints(wanted, Short::longValue).bind(statement, parameter++);
            }
            if (rare()) {
                statement.setInt(parameter++, max + 1);
            }
            statement.setInt(parameter, max + 1);
        }
    }
}
