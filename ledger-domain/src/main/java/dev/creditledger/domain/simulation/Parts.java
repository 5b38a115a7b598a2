package dev.creditledger.domain.simulation;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.LotTerms;
import dev.creditledger.domain.simulation.SimulatedLot.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Credits of some lots, one part of each, in draw order. */
record Parts(List<Part> all) {

    static final Parts NONE = new Parts(List.of());

    record Split(Parts front, Parts rest) {}

    Parts {
        all = List.copyOf(all);
    }

    Credits sum() {
        return sum(all);
    }

    static Credits sum(List<Part> parts) {
        var sum = Credits.ZERO;
        for (var part : parts) {
            sum = sum.plus(part.amount());
        }
        return sum;
    }

    /** The first {@code amount} of them, or as much as there is, and what is left. */
    Split split(Credits amount) {
        var front = new ArrayList<Part>();
        var rest = new ArrayList<Part>();
        var missing = amount;
        for (var part : all) {
            var taken = part.amount().min(missing);
            missing = missing.minus(taken);
            front.add(new Part(part.lot(), taken));
            rest.add(new Part(part.lot(), part.amount().minus(taken)));
        }
        front.removeIf(part -> part.amount().isZero());
        rest.removeIf(part -> part.amount().isZero());
        return new Split(new Parts(front), new Parts(rest));
    }

    Parts with(Parts others) {
        var parts = new TreeMap<LotTerms, Part>();
        for (var list : List.of(all, others.all)) {
            for (var part : list) {
                parts.merge(
                        part.lot().terms(),
                        part,
                        (one, other) -> new Part(one.lot(), one.amount().plus(other.amount())));
            }
        }
        return new Parts(List.copyOf(parts.values()));
    }
}
