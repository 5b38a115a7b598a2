package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * An account's open lots in draw order. At most {@value #OPEN_MAX} that callers grant, so a walk along them is bounded and cheaper than any
 * index; lots that become empty leave.
 */
public record Lots(List<Lot> inDrawOrder) {

    public static final int OPEN_MAX = 1000;

    /** Beyond {@link #OPEN_MAX} there is room for what nobody asks for: a period's allocation must find a place. */
    private static final int ROOM_MAX = OPEN_MAX + 100;

    static final Lots NONE = new Lots(List.of());

    public Lots {
        inDrawOrder = List.copyOf(inDrawOrder);
        if (inDrawOrder.size() > ROOM_MAX) {
            throw new IllegalArgumentException("an account has at most " + ROOM_MAX + " open lots");
        }
    }

    Balance balance() {
        var available = Credits.ZERO;
        var held = Credits.ZERO;
        var pending = Credits.ZERO;
        for (var lot : inDrawOrder) {
            held = held.plus(lot.held());
            if (lot.pending()) {
                pending = pending.plus(lot.remaining());
            } else {
                available = available.plus(lot.remaining());
            }
        }
        return new Balance(available, held, pending);
    }

    boolean full() {
        return inDrawOrder.size() >= OPEN_MAX;
    }

    Optional<Lot> find(GrantId grant) {
        for (var lot : inDrawOrder) {
            if (lot.grant().equals(grant)) {
                return Optional.of(lot);
            }
        }
        return Optional.empty();
    }

    /** What to take from which lot to make up {@code amount}. The caller has checked that there is enough. */
    List<Draw> draw(Credits amount) {
        var draws = new ArrayList<Draw>();
        var missing = amount;
        for (var lot : inDrawOrder) {
            if (missing.isZero()) {
                break;
            }
            var taken = lot.available().min(missing);
            if (taken.isPositive()) {
                draws.add(new Draw(lot.grant(), taken));
                missing = missing.minus(taken);
            }
        }
        if (missing.isPositive()) {
            throw new IllegalStateException("drew beyond what is available: " + missing + " missing");
        }
        return draws;
    }

    /** Parts of both, one for each lot, in draw order. */
    List<Draw> together(List<Draw> some, List<Draw> others) {
        var parts = new ArrayList<Draw>(some.size() + others.size());
        for (var lot : inDrawOrder) {
            var amount = Draw.of(lot.grant(), some).plus(Draw.of(lot.grant(), others));
            if (amount.isPositive()) {
                parts.add(new Draw(lot.grant(), amount));
            }
        }
        return parts;
    }

    /** How parts of a hold go back at {@code now}: to their lots, or with them if those are dead. */
    List<Returned> returning(List<Draw> parts, Instant now) {
        return parts.stream()
                .map(part -> new Returned(
                        part.grant(), part.amount(), held(part.grant()).fateOfReturn(now), Optional.empty()))
                .toList();
    }

    private Lot held(GrantId grant) {
        return find(grant).orElseThrow(() -> new IllegalStateException("no open lot of grant " + grant));
    }

    Lots spent(List<Draw> draws) {
        return changed(draws, Lot::spent);
    }

    Lots reserved(List<Draw> draws) {
        return changed(draws, Lot::reserved);
    }

    /** Without reserved credits that were captured. */
    Lots captured(List<Draw> parts) {
        return changed(parts, Lot::heldLess);
    }

    /** With reserved credits given back: what returns to a dead lot is gone. */
    Lots released(List<Returned> parts) {
        var lots = this;
        for (var part : parts) {
            lots = lots.changed(List.of(new Draw(part.grant(), part.amount())), (lot, amount) -> {
                var less = lot.heldLess(amount);
                return part.fate() == Fate.AVAILABLE ? less.refilled(amount) : less;
            });
        }
        return lots;
    }

    /** With spent credits given back, opening lots again where needed. */
    Lots refunded(List<Returned> parts) {
        var lots = this;
        for (var part : parts) {
            if (part.fate() == Fate.AVAILABLE) {
                lots = part.reopened().isPresent()
                        ? lots.with(new Lot(
                                part.grant(), part.reopened().get(), part.amount(), Credits.ZERO, false, false, false))
                        : lots.changed(List.of(new Draw(part.grant(), part.amount())), Lot::refilled);
            }
        }
        return lots;
    }

    /** What is empty already, because it repaid what was uncovered, does not join. */
    Lots with(Lot added) {
        if (added.closed()) {
            return this;
        }
        var lots = new ArrayList<Lot>(inDrawOrder.size() + 1);
        var place = 0;
        while (place < inDrawOrder.size() && inDrawOrder.get(place).terms().compareTo(added.terms()) < 0) {
            place++;
        }
        lots.addAll(inDrawOrder);
        lots.add(place, added);
        return new Lots(lots);
    }

    Lots changed(GrantId grant, BiFunction<Lot, Credits, Lot> change) {
        return changed(List.of(new Draw(grant, Credits.ZERO)), change);
    }

    /** One walk: draws stand in draw order, as the lots do. */
    private Lots changed(List<Draw> draws, BiFunction<Lot, Credits, Lot> change) {
        var lots = new ArrayList<Lot>(inDrawOrder.size());
        var next = 0;
        for (var lot : inDrawOrder) {
            if (next < draws.size() && draws.get(next).grant().equals(lot.grant())) {
                var after = change.apply(lot, draws.get(next).amount());
                next++;
                if (!after.closed()) {
                    lots.add(after);
                }
            } else {
                lots.add(lot);
            }
        }
        if (next < draws.size()) {
            throw new IllegalStateException(
                    "no open lot of grant " + draws.get(next).grant());
        }
        return new Lots(lots);
    }
}
