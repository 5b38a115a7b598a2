package dev.creditledger.log.store;

import java.sql.SQLException;

/** One of the events is such that no database takes it: too large, or out of range. Nothing was appended. */
public final class UnstorableEventException extends RuntimeException {

    UnstorableEventException(SQLException cause) {
        super("an event of this batch cannot be stored (SQLState " + cause.getSQLState() + ")", cause);
    }
}
