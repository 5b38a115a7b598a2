package dev.creditledger.api.live;

import dev.creditledger.domain.session.Reading;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionId;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The connections of this node, until each is closed and its session charged. */
@Component
public final class Connections {

    private final Set<Connection> all = ConcurrentHashMap.newKeySet();

    void add(Connection connection) {
        all.add(connection);
    }

    void remove(Connection connection) {
        all.remove(connection);
    }

    Collection<Connection> all() {
        return Collections.unmodifiableSet(all);
    }

    /** Those by which a session runs, or has yet to be charged. */
    List<Connection> holding(SessionId session) {
        return all.stream().filter(connection -> connection.holds(session)).toList();
    }

    /**
     * Of several by which a session runs, the latest goes on. Those that resumed it at the same time did not see each
     * other; each looks again when it runs, so that the last of them sees all.
     */
    void latestGoesOn(SessionId session) {
        var running = all.stream()
                .filter(connection -> connection.runs(session))
                .sorted(Comparator.comparingInt(Connection::number))
                .toList();
        for (var overtaken : running.subList(0, Math.max(0, running.size() - 1))) {
            var _ = overtaken.handOver();
        }
    }

    private Optional<Connection> running(SessionId session) {
        return all.stream().filter(connection -> connection.runs(session)).findFirst();
    }

    /** How long a session has lasted that runs by a connection of this node. */
    public Optional<Reading> reading(SessionId session) {
        return running(session).flatMap(Connection::reading);
    }

    /** The session runs by a connection of another node: what is left of it here lets go. */
    public void goneElsewhere(SessionId session) {
        holding(session).forEach(connection -> {
            var _ = connection.handOver();
        });
    }

    /** Tells the client of a session that it has been ended. */
    public void ended(SessionEnded end) {
        running(end.session()).ifPresent(connection -> connection.ended(end));
    }
}
