package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import java.util.List;

/**
 * What metering does to an account's lots, in this order.
 *
 * @param heldFrom credits that are reserved in addition
 * @param drawn what of the reserved credits is spent
 * @param held what stays reserved after it, all of it
 * @param returned what is no longer reserved
 */
public record Moves(List<Draw> heldFrom, List<Draw> drawn, List<Draw> held, List<Returned> returned) {

    public static final Moves NONE = new Moves(List.of(), List.of(), List.of(), List.of());

    public Moves {
        heldFrom = List.copyOf(heldFrom);
        drawn = List.copyOf(drawn);
        held = List.copyOf(held);
        returned = List.copyOf(returned);
    }

    public Credits spent() {
        return Draw.sum(drawn);
    }
}
