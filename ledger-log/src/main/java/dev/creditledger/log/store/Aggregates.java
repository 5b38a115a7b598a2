package dev.creditledger.log.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Numbers of aggregates. They never change, so a bounded cache spares nearly every look-up. */
final class Aggregates {

    private static final int CACHED_MAX = 200_000;

    private static final String FIND = "SELECT name, id FROM log.aggregate WHERE name = ANY (?)";
    private static final String NAMES = "SELECT id, name FROM log.aggregate WHERE id = ANY (?)";
    private static final String ADD =
            "INSERT INTO log.aggregate (name) SELECT unnest(?::text[]) ON CONFLICT (name) DO NOTHING";

    private final Cache<String, Long> cache =
            Caffeine.newBuilder().maximumSize(CACHED_MAX).build();

    private final Cache<Long, String> names =
            Caffeine.newBuilder().maximumSize(CACHED_MAX).build();

    /** The names of those of {@code ids} that have one. */
    Map<Long, String> names(Connection connection, Collection<Long> ids) throws SQLException {
        var found = new HashMap<Long, String>();
        var unknown = new LinkedHashSet<Long>();
        for (var id : ids) {
            if (!found.containsKey(id)) {
                var name = names.getIfPresent(id);
                if (name != null) {
                    found.put(id, name);
                } else {
                    unknown.add(id);
                }
            }
        }
        if (!unknown.isEmpty()) {
            try (var statement = connection.prepareStatement(NAMES)) {
                ColumnArray.bigints(List.copyOf(unknown), Long::longValue).bind(statement, 1);
                try (var result = statement.executeQuery()) {
                    while (result.next()) {
                        found.put(result.getLong(1), result.getString(2));
                        names.put(result.getLong(1), result.getString(2));
                    }
                }
            }
        }
        return found;
    }

    /** The numbers of those of {@code names} that have one. */
    Map<String, Long> find(Connection connection, Collection<String> names) throws SQLException {
        var found = new HashMap<String, Long>();
        var unknown = new LinkedHashSet<String>();
        for (var name : names) {
            var id = cache.getIfPresent(name);
            if (id != null) {
                found.put(name, id);
            } else {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            read(connection, unknown, found);
        }
        return found;
    }

    /** The numbers of all {@code names}; gives numbers to those that have none. */
    Map<String, Long> findOrAdd(Connection connection, Collection<String> names) throws SQLException {
        var found = find(connection, names);
        if (found.size() < names.size()) {
            var missing = new LinkedHashSet<>(names);
            missing.removeAll(found.keySet());
            try (var statement = connection.prepareStatement(ADD)) {
                // In order, so that two writers that add the same names wait for each other instead of deadlocking.
                statement.setArray(1, array(connection, new TreeSet<>(missing)));
                statement.executeUpdate();
            }
            read(connection, missing, found);
        }
        return found;
    }

    /** After a failover another server may have given the last numbers to other names. */
    void forget() {
        cache.invalidateAll();
        names.invalidateAll();
    }

    private void read(Connection connection, Set<String> names, Map<String, Long> into) throws SQLException {
        try (var statement = connection.prepareStatement(FIND)) {
            statement.setArray(1, array(connection, names));
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    into.put(result.getString(1), result.getLong(2));
                    cache.put(result.getString(1), result.getLong(2));
                }
            }
        }
    }

    private static Array array(Connection connection, Collection<String> names) throws SQLException {
        return connection.createArrayOf("text", names.toArray());
    }
}
