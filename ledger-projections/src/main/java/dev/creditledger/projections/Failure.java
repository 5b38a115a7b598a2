package dev.creditledger.projections;

import dev.creditledger.log.codec.UnknownEventTypeException;
import dev.creditledger.log.store.LogUnavailableException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Tells an event that cannot be applied from a database that cannot be reached. */
final class Failure {

    private static final String HOUSE = "dev.creditledger.";
    private static final String DATA = "22";
    private static final String INTEGRITY = "23";

    private Failure() {}

    /**
     * Whether an event is to blame, and trying again does not help. An event of an unknown type is not: a newer version
     * wrote it, which can read it, and will when it takes its turn. Of what the database says, only that data or
     * constraints are violated: all else, from a lost connection to a missing privilege, would hit every event.
     */
    static boolean ofEvent(Exception failure) {
        var sql = sqlException(failure);
        if (sql.isEmpty()) {
            return !(failure instanceof GapInLogException
                    || failure instanceof UnknownEventTypeException
                    || failure instanceof LogUnavailableException);
        }
        var state = Objects.requireNonNullElse(sql.get().getSQLState(), "");
        return state.startsWith(DATA) || state.startsWith(INTEGRITY);
    }

    /** Kind and place. Never the message: it may quote what the event says about a person. */
    static String described(Throwable failure) {
        if (failure instanceof UnknownEventTypeException) {
            // Says the type and what to do, and nothing of the event.
            return Objects.requireNonNull(failure.getMessage());
        }
        var kind = sqlException(failure)
                .map(sql -> "SQLSTATE " + sql.getSQLState() + constraint(sql))
                .orElseGet(() -> root(failure).getClass().getSimpleName());
        var place = Arrays.stream(root(failure).getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(HOUSE))
                .findFirst();
        return kind
                + place.map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
                        .orElse("");
    }

    private static String constraint(SQLException failure) {
        if (failure instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            var constraint = postgres.getServerErrorMessage().getConstraint();
            return constraint == null ? "" : " by " + constraint;
        }
        return "";
    }

    private static Optional<SQLException> sqlException(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }

    private static Throwable root(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
