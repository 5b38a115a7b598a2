package dev.creditledger.domain.simulation;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.simulation.SimulatedLot.Part;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A deduction that is reversed later on: what was paid for it, and what would have been. */
final class ReversibleCharge {

    private final DeductionId deduction;
    private final Credits asCharged;
    private final List<Part> parts;
    private final Credits paid;
    private Credits reversed = Credits.ZERO;
    private Credits returned = Credits.ZERO;

    /** @param parts what would have been paid, in draw order */
    ReversibleCharge(DeductionId deduction, Credits asCharged, List<Part> parts) {
        this.deduction = deduction;
        this.asCharged = asCharged;
        this.parts = List.copyOf(parts);
        this.paid = parts.stream().map(Part::amount).reduce(Credits.ZERO, Credits::plus);
    }

    DeductionId deduction() {
        return deduction;
    }

    List<Part> parts() {
        return parts;
    }

    /** What comes back when {@code amount} of what was charged is reversed: the same share, the last draw first. */
    List<Part> reverse(Credits amount) {
        reversed = reversed.plus(amount);
        var share = new Credits(BigInteger.valueOf(paid.millionths())
                .multiply(BigInteger.valueOf(reversed.millionths()))
                .divide(BigInteger.valueOf(asCharged.millionths()))
                .longValueExact());
        var back = lastFirst(share.minus(returned));
        returned = share;
        return back;
    }

    private List<Part> lastFirst(Credits amount) {
        var back = new ArrayList<Part>();
        var goneBefore = returned;
        var missing = amount;
        for (var part : parts.reversed()) {
            var skipped = part.amount().min(goneBefore);
            goneBefore = goneBefore.minus(skipped);
            var taken = part.amount().minus(skipped).min(missing);
            missing = missing.minus(taken);
            if (taken.isPositive()) {
                back.add(new Part(part.lot(), taken));
            }
        }
        return back;
    }
}
