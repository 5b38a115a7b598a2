package dev.creditledger.log.store;

import dev.creditledger.log.codec.EventType;
import dev.creditledger.log.codec.UnknownEventTypeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers of event types, as the migrations gave them. Read once, and again when an unknown one turns up. */
final class EventTypes {

    private record Table(Map<EventType, Short> ids, Map<Short, EventType> types) {}

    private volatile Table table = new Table(Map.of(), Map.of());

    short id(Connection connection, EventType type) throws SQLException {
        var id = table.ids().get(type);
        if (id == null) {
            id = read(connection).ids().get(type);
        }
        if (id == null) {
            throw new LogUnavailableException("event type " + type + " has no number yet: run the migrations", null);
        }
        return id;
    }

    EventType type(Connection connection, short id) throws SQLException {
        @Nullable EventType type = table.types().get(id);
        if (type == null) {
            type = read(connection).types().get(id);
        }
        if (type == null) {
            throw new UnknownEventTypeException("event type number " + id);
        }
        return type;
    }

    private Table read(Connection connection) throws SQLException {
        var ids = new HashMap<EventType, Short>();
        var types = new HashMap<Short, EventType>();
        try (var statement = connection.prepareStatement("SELECT id, name, version FROM log.event_type");
                var result = statement.executeQuery()) {
            while (result.next()) {
                var type = new EventType(result.getString(2), result.getInt(3));
                ids.put(type, result.getShort(1));
                types.put(result.getShort(1), type);
            }
        }
        var read = new Table(Map.copyOf(ids), Map.copyOf(types));
        table = read;
        return read;
    }
}
