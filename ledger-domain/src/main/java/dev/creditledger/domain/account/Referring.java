package dev.creditledger.domain.account;

import java.util.UUID;

/** A command about something earlier, which the state may have closed: then it needs the {@link Past}. */
public interface Referring extends BoundCommand {

    /** Id of what it is about, made by {@link KeyedId}. */
    UUID refersTo();

    Past past();

    Referring with(Past past);
}
