package dev.creditledger.commands.faults;

/**
 * What befalls one append.
 *
 * @param where a share of its bytes or of the time it takes, 0 to 1
 */
record Fault(Kind kind, double where) {

    enum Kind {
        /** The connection breaks before the statement has left. */
        CUT_BEFORE,
        /** It breaks in the middle of the statement. */
        CUT_IN_REQUEST,
        /** It breaks when all of the statement has left, with nobody waiting for the answer. */
        CUT_WHILE_COMMITTING,
        /** It breaks in the middle of the answer: the database has decided. */
        CUT_IN_ANSWER,
        /** It breaks for the node, and the statement reaches the database after all, around the time of its repetition. */
        DELIVERED_LATE,
        /** It breaks, and nobody can be reached until the node has given up. */
        OUTAGE,
        /** It takes long. */
        SLOW,
        /** Somebody holds the row that all appends need, for a while. */
        HEAD_LOCKED,
        /** Somebody holds it for longer than the database lets the append wait. */
        LOCK_TIMEOUT,
        /** The database cancels the statement. */
        CANCELLED,
        /** An administrator ends the session while it appends. */
        TERMINATED,
        /** Somebody who is no node writes to one of the accounts first. */
        FOREIGN_WRITER,
        /** The node is told to stop, and another one takes its place. */
        SHUTDOWN,
        /** The session's process is killed: the database ends all sessions at once and recovers from its write-ahead log. */
        CRASH
    }

    /** A byte to break off at, of {@code length}. */
    int offset(int length) {
        return (int) (where * length);
    }
}
