package dev.creditledger.domain;

import java.time.Instant;

/** Something asked of one aggregate. It brings its own time, ids and prices: deciding reads no clock and mints no id. */
public interface Command {

    /** Name of the aggregate that decides, unique in the log. */
    String aggregate();

    /** Business time at which the command was received, in microseconds. */
    Instant at();
}
