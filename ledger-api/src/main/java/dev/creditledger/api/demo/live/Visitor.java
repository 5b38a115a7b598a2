package dev.creditledger.api.demo.live;

import dev.creditledger.api.live.Connections;
import dev.creditledger.domain.session.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A simulated user, and the connections of one session. Its deeds are done one after the other. */
final class Visitor {

    private static final long LOOK_AGAIN_MILLIS = 5;

    private final Visit visit;
    private final LiveDoor door;
    private final Connections server;
    private final List<LiveConnection> connections = new ArrayList<>();
    private Optional<String> session = Optional.empty();

    /** @param server to see whether it has noticed that a connection was cut */
    Visitor(Visit visit, LiveDoor door, Connections server) {
        this.visit = visit;
        this.door = door;
        this.server = server;
    }

    void perform(Deed deed) throws InterruptedException {
        if (deed == Deed.CONNECT) {
            connect();
        } else if (session.isPresent() && connections.getLast().ear().end().isEmpty()) {
            goOn(deed, connections.getLast(), session.get());
        }
    }

    private void goOn(Deed deed, LiveConnection connection, String running) throws InterruptedException {
        switch (deed) {
            case CONNECT, RESUME -> connect();
            case STOP -> connection.leave("stop", Map.of());
            case MISBEHAVE -> connection.leave("authenticate", Map.of("token", door.token(visit.account())));
            case DROP -> {
                connection.beat();
                cut(connection, running);
            }
            case END -> {
                connection.beat();
                door.endAsAdmin(visit.account(), running);
                Patience.await(connection.ear().closed(), "the end by an admin");
            }
            case FORBID -> {
                connection.beat();
                door.forbidAsAdmin(visit.account(), visit.feature());
            }
        }
    }

    private void connect() throws InterruptedException {
        var connection = door.connect(visit.path());
        connections.add(connection);
        var now = connection.authenticate(door.token(visit.account()), session);
        session = session.or(() -> now);
    }

    /** Once the server has noticed, it hears nothing any more of what was sent before. */
    private void cut(LiveConnection connection, String running) throws InterruptedException {
        connection.cut();
        var id = new SessionId(UUID.fromString(running));
        var until = System.nanoTime() + Patience.LONGEST.toNanos();
        while (server.reading(id).isPresent()) {
            if (System.nanoTime() - until > 0) {
                throw Patience.stopped("the server does not notice that a connection was cut");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
        }
        connection.ear().close();
    }

    /** The server has closed all of its connections, or should have: those that are left are cut. */
    void depart() {
        for (var connection : connections) {
            connection
                    .ear()
                    .closed()
                    .completeOnTimeout(null, Patience.LONGEST.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            connection.cut();
            connection.ear().close();
        }
    }

    Witness witness() {
        return Witness.of(
                visit, session, connections.stream().map(LiveConnection::ear).toList());
    }
}
