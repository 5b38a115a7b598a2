package dev.creditledger.projections;

/** A cursor that no page of this list has handed out. */
public final class InvalidCursor extends IllegalArgumentException {

    InvalidCursor() {
        super("not a cursor of this list");
    }
}
