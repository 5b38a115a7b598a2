package dev.creditledger.domain.session;

import java.time.Instant;
import java.util.Optional;

/** What whoever runs a session says of its seconds. */
public sealed interface Reading {

    /**
     * As another server counted them.
     *
     * @param seconds since the start of the session
     * @param sequence grows with each reading
     */
    record Counted(long seconds, Optional<Long> sequence) implements Reading {}

    /**
     * As a node knows from the connection of its client.
     *
     * @param connection which of the session's connections
     * @param lastActivityAt when it was last heard of
     */
    record Connected(int connection, Instant lastActivityAt) implements Reading {}
}
