package dev.creditledger.log.store;

import dev.creditledger.log.store.AppendStatement.Numbered;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One append, to its end. When the connection is lost while the statement is under way, nobody knows whether it was
 * committed: the very same events are sent again. If they are found in the log, the first attempt was committed; if the
 * second one is, the first was not and never will be, because both want the same sequences.
 */
final class Appending {

    private static final Logger LOG = LoggerFactory.getLogger(Appending.class);

    private final DataSource dataSource;
    private final AppendStatement statement;
    private final Aggregates aggregates;
    private final Stragglers stragglers;
    private final Patience patience;
    private final List<EventRow> rows;
    private final List<Bytes> leafHashes;

    /** Why it is not known whether an attempt was committed; null as long as none was lost. */
    private @Nullable SQLException lost;

    /** Process ids of the sessions in which they were lost. */
    private final List<Integer> lostSessions = new ArrayList<>();

    Appending(
            DataSource dataSource,
            AppendStatement statement,
            Aggregates aggregates,
            Stragglers stragglers,
            Patience patience,
            Draft draft) {
        this.dataSource = dataSource;
        this.statement = statement;
        this.aggregates = aggregates;
        this.stragglers = stragglers;
        this.patience = patience;
        this.rows = draft.rows();
        this.leafHashes = draft.leafHashes();
    }

    /** Position of the first event. */
    long run() {
        var deadline = System.nanoTime() + patience.within().toNanos();
        var pause = patience.pause().toNanos();
        for (var attempt = 1; ; attempt++) {
            try {
                return attempt();
            } catch (SQLException e) {
                if (attempt >= patience.attempts() || System.nanoTime() + pause > deadline) {
                    throw gaveUp(e);
                }
            }
            LockSupport.parkNanos(pause);
            pause *= 2;
        }
    }

    private RuntimeException gaveUp(SQLException failure) {
        if (lost == null) {
            return new LogUnavailableException(SqlFailure.reason(failure), failure);
        }
        stragglers.add(lostSessions);
        return new OutcomeUnknownException(
                "the connection was lost while " + rows.size() + " events were committed", lost);
    }

    /** @throws SQLException if it is worth another attempt */
    private long attempt() throws SQLException {
        var connection = connect();
        try {
            if (!connection.getAutoCommit()) {
                throw new IllegalStateException("the log needs connections that commit by themselves");
            }
            return send(connection, statement.number(connection, rows, leafHashes));
        } catch (SQLException e) {
            if (lost == null && SqlFailure.of(e) != SqlFailure.CONNECTION_LOST) {
                throw SqlFailure.aboutTheData(e)
                        ? new UnstorableEventException(e)
                        : new LogUnavailableException(SqlFailure.reason(e), e);
            }
            throw e;
        } finally {
            close(connection);
        }
    }

    private Connection connect() throws SQLException {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            if (lost == null) {
                throw new LogUnavailableException(SqlFailure.reason(e), e);
            }
            throw e;
        }
    }

    /** Whatever closing says, it does not change what became of the events. */
    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection did not close cleanly", e);
        }
    }

    private long send(Connection connection, List<Numbered> numbered) throws SQLException {
        var session = connection.unwrap(PGConnection.class).getBackendPID();
        try {
            return statement.append(connection, numbered);
        } catch (ReplicationUnconfirmedException e) {
            throw new OutcomeUnknownException("no standby confirmed " + rows.size() + " events: " + e.getMessage(), e);
        } catch (SQLException e) {
            return switch (SqlFailure.of(e)) {
                case SEQUENCE_TAKEN -> oursOr(connection, numbered, DuplicateEventException.Taken.SEQUENCE, e);
                case KEY_TAKEN -> oursOr(connection, numbered, DuplicateEventException.Taken.KEY, e);
                case CONNECTION_LOST -> {
                    LOG.warn("Lost the connection while {} events were committed; sending them again", rows.size());
                    lost = e;
                    lostSessions.add(session);
                    aggregates.forget();
                    throw e;
                }
                case REFUSED -> oursOrRethrow(connection, numbered, e);
            };
        }
    }

    private long oursOr(
            Connection connection, List<Numbered> numbered, DuplicateEventException.Taken taken, SQLException failure)
            throws SQLException {
        var stored = statement.storedAt(connection, numbered);
        if (stored == 0) {
            throw new DuplicateEventException(taken, failure);
        }
        return confirmed(connection, stored);
    }

    /** Refused now, but an earlier attempt may have been taken. */
    private long oursOrRethrow(Connection connection, List<Numbered> numbered, SQLException failure)
            throws SQLException {
        var stored = lost == null ? 0 : statement.storedAt(connection, numbered);
        if (stored == 0) {
            throw failure;
        }
        return confirmed(connection, stored);
    }

    /** It is there: but the attempt that wrote it may not have waited for the standby to its end. */
    private long confirmed(Connection connection, long stored) throws SQLException {
        try {
            Confirmation.await(connection);
            return stored;
        } catch (ReplicationUnconfirmedException e) {
            throw new OutcomeUnknownException("no standby confirmed " + rows.size() + " events: " + e.getMessage(), e);
        } catch (SQLException e) {
            lost = e;
            throw e;
        }
    }
}
