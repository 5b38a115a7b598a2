package dev.creditledger.log.store;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** What a failed statement means, by SQLState (PostgreSQL's appendix A). */
enum SqlFailure {
    SEQUENCE_TAKEN,
    KEY_TAKEN,
    /** The connection is gone: a statement under way may have been committed. */
    CONNECTION_LOST,
    /** The database refused; nothing was done. */
    REFUSED;

    private static final String UNIQUE_VIOLATION = "23505";

    static SqlFailure of(SQLException failure) {
        var state = state(failure);
        if (state.equals(UNIQUE_VIOLATION)) {
            return switch (constraint(failure)) {
                case "event_sequence_once" -> SEQUENCE_TAKEN;
                case "event_key_once" -> KEY_TAKEN;
                case null, default -> REFUSED;
            };
        }
        // 08: connection exceptions; 57P: the server shuts down, crashed or ended the session.
        var lost = state.startsWith("08") || state.startsWith("57P") || causedByInputOrOutput(failure);
        return lost ? CONNECTION_LOST : REFUSED;
    }

    /** Class 22, data exceptions, and class 23, constraints: the next attempt fails in the same way. */
    static boolean aboutTheData(SQLException failure) {
        var state = state(failure);
        return state.startsWith("22") || (state.startsWith("23") && !state.equals(UNIQUE_VIOLATION));
    }

    /** Why nothing was done, for operators. */
    static String reason(SQLException failure) {
        if (failure instanceof SQLTransientConnectionException) {
            return "no connection to the database became free in time";
        }
        var state = state(failure);
        return switch (state) {
            case "53100" -> "the database's disk is full";
            case "53200" -> "the database is out of memory";
            case "53300" -> "the database has no connection left";
            case "25006" -> "the database is read-only: a standby, or set so";
            case "57014" -> "the database cancelled the statement";
            case "55P03" -> "the head of the log stayed locked by another writer";
            case UNIQUE_VIOLATION ->
                "the head of the log lies behind its last event: restore it (" + constraint(failure) + ")";
            case "42501" -> "the server's database role lacks a privilege: " + failure.getMessage();
            default ->
                (state.startsWith("08") || state.startsWith("57P")
                                ? "the database does not answer"
                                : "the database refuses")
                        + " (SQLState " + state + ")";
        };
    }

    private static String state(SQLException failure) {
        var state = failure.getSQLState();
        return state == null ? "" : state;
    }

    private static @Nullable String constraint(SQLException failure) {
        var message = failure instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        return message == null ? null : message.getConstraint();
    }

    private static boolean causedByInputOrOutput(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
