package dev.creditledger.domain.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An account's open holds, soonest expiry first. At most {@value #OPEN_MAX}. */
public record Holds(List<Hold> bySoonestExpiry) {

    public static final int OPEN_MAX = 1000;

    static final Holds NONE = new Holds(List.of());

    public Holds {
        bySoonestExpiry = List.copyOf(bySoonestExpiry);
        if (bySoonestExpiry.size() > OPEN_MAX) {
            throw new IllegalArgumentException("an account has at most " + OPEN_MAX + " open holds");
        }
    }

    int count() {
        return bySoonestExpiry.size();
    }

    boolean full() {
        return count() >= OPEN_MAX;
    }

    Optional<Hold> find(HoldId id) {
        for (var hold : bySoonestExpiry) {
            if (hold.id().equals(id)) {
                return Optional.of(hold);
            }
        }
        return Optional.empty();
    }

    Holds with(Hold added) {
        var holds = new ArrayList<Hold>(count() + 1);
        holds.addAll(bySoonestExpiry);
        var place = holds.size();
        while (place > 0 && holds.get(place - 1).expiresAt().isAfter(added.expiresAt())) {
            place--;
        }
        holds.add(place, added);
        return new Holds(holds);
    }

    Holds without(HoldId id) {
        return new Holds(
                bySoonestExpiry.stream().filter(hold -> !hold.id().equals(id)).toList());
    }
}
