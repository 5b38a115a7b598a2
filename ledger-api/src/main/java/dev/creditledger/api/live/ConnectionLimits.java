package dev.creditledger.api.live;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import java.util.HashMap;
import java.util.Map;

/** How many may be connected. Those that have not said who they are count apart as well, and by their address. */
final class ConnectionLimits {

    private static final long RETRY_SECONDS = 10;

    private final SocketSettings settings;
    private final Map<String, Integer> strangersByAddress = new HashMap<>();
    private int connections;
    private int strangers;
    private boolean closed;

    ConnectionLimits(SocketSettings settings) {
        this.settings = settings;
    }

    /** A connection's place, until it is given back. */
    final class Place {
        private final String address;
        private boolean stranger = true;
        private boolean left;

        private Place(String address) {
            this.address = address;
        }

        /** It has said who it is. */
        void known() {
            synchronized (ConnectionLimits.this) {
                if (stranger) {
                    stranger = false;
                    strangers--;
                    strangersByAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
                }
            }
        }

        /** Whether the node stops. */
        boolean isClosing() {
            synchronized (ConnectionLimits.this) {
                return closed;
            }
        }

        void leave() {
            known();
            synchronized (ConnectionLimits.this) {
                if (!left) {
                    left = true;
                    connections--;
                }
            }
        }
    }

    /** @throws ProblemException {@code overloaded}, or {@code rate_limited} when too many of this address are unknown */
    synchronized Place enter(String address) {
        if (closed || connections >= settings.connectionsMax() || strangers >= settings.unauthenticatedMax()) {
            throw Problem.OVERLOADED.here().retryAfter(RETRY_SECONDS);
        }
        if (strangersByAddress.getOrDefault(address, 0) >= settings.unauthenticatedPerAddressMax()) {
            throw Problem.RATE_LIMITED
                    .because("Too many connections of this address have not said who they are.")
                    .retryAfter(RETRY_SECONDS);
        }
        connections++;
        strangers++;
        strangersByAddress.merge(address, 1, Integer::sum);
        return new Place(address);
    }

    /** Nobody is let in any more. */
    synchronized void close() {
        closed = true;
    }

    synchronized int connections() {
        return connections;
    }
}
