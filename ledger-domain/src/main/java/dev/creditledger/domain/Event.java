package dev.creditledger.domain;

import java.time.Instant;

/** Something that happened to one aggregate, kept for ever. */
public interface Event {

    /** Name of the aggregate it happened to, unique in the log. */
    String aggregate();

    /** When it happened: an expiry at its instant, usage when the tokens were used. */
    Instant occurredAt();

    /** When the ledger took it in; never runs backwards within an aggregate. */
    Instant bookedAt();

    /** What in it says something about a person. */
    default Personal personal() {
        return Personal.NONE;
    }
}
