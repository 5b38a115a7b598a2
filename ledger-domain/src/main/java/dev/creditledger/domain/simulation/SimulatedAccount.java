package dev.creditledger.domain.simulation;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.LotTerms;
import dev.creditledger.domain.account.MonthUsage;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.domain.simulation.SimulatedLot.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The credits of one account as they would be. It draws, holds, returns and lets expire as the account does; but it never
 * says no: what cannot be paid is told, and the account goes on.
 *
 * <p>What becomes due by itself does so by the clock of the events, not by the events that say it became due in reality.
 */
final class SimulatedAccount {

    private record OpenHold(HoldId id, Instant expiresAt, List<Part> parts) {}

    /** Those with something in them, in draw order. */
    private final List<SimulatedLot> lots = new ArrayList<>(1);

    private List<OpenHold> holds = List.of();
    /** What live sessions reserve. */
    private Map<SessionId, Parts> sessions = Map.of();

    private List<ReversibleCharge> reversible = List.of();
    private Credits uncovered = Credits.ZERO;
    private Lapsed lapsed = Lapsed.NOTHING;
    private MonthUsage month = MonthUsage.NONE;
    private Instant nextDue = Instant.MAX;
    private boolean ranOut;

    List<SimulatedLot> lots() {
        return lots;
    }

    Credits uncovered() {
        return uncovered;
    }

    /** How many things it keeps in memory, roughly. */
    int size() {
        return 1
                + lots.size()
                + holds.size()
                + sessions.size()
                + reversible.size()
                + lapsed.grants().size();
    }

    /** Whether this is the first time. */
    boolean runsOut() {
        var first = !ranOut;
        ranOut = true;
        return first;
    }

    Credits usedInMonth(Instant now) {
        return month.at(now);
    }

    void used(Instant now, Credits credits) {
        month = month.plus(now, credits);
    }

    // --- what is due

    /** Applies what has become due: grants take effect, then holds end, then lots expire. */
    void settle(Instant now) {
        if (!nextDue.isAfter(now)) {
            activate(now);
            endHolds(now);
            lots.forEach(lot -> {
                if (!lot.pending() && !lot.nextDue().isAfter(now)) {
                    lapsed = lapsed.simulated(lot.grant(), lot.remaining());
                    lot.empty();
                }
            });
            lots.removeIf(SimulatedLot::closed);
            nextDue = lots.stream().map(SimulatedLot::nextDue).reduce(Instant.MAX, SimulatedAccount::earlier);
            holds.forEach(hold -> nextDue = earlier(nextDue, hold.expiresAt()));
        }
    }

    private void activate(Instant now) {
        lots.stream()
                .filter(lot -> lot.pending() && !lot.nextDue().isAfter(now))
                .sorted(Comparator.comparing(SimulatedLot::nextDue))
                .forEach(lot -> {
                    lot.activate();
                    repayFrom(lot);
                });
    }

    private void endHolds(Instant now) {
        for (var hold : List.copyOf(holds)) {
            if (!hold.expiresAt().isAfter(now)) {
                holds.remove(hold);
                release(hold.parts(), hold.expiresAt());
            }
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** What expired in reality: here it does by itself, but what is rolled over depends on it. */
    void expiredInReality(GrantId grant, Credits amount) {
        lapsed = lapsed.inReality(grant, amount);
    }

    // --- what comes in

    void grant(CreditsGranted granted, LotTerms terms) {
        var lot = new SimulatedLot(
                granted.grant(), terms, granted.funding() == Funding.PAID, lapsed.granted(granted), granted.pending());
        lapsed = lapsed.after(granted);
        if (!lot.pending()) {
            repayFrom(lot);
        }
        if (!lot.closed()) {
            open(lot);
        }
    }

    /** Usage that nothing has paid for is repaid before anything new is. */
    private void repayFrom(SimulatedLot lot) {
        if (lot.paid()) {
            var repaid = uncovered.min(lot.remaining());
            lot.spend(repaid);
            uncovered = uncovered.minus(repaid);
        }
    }

    private void open(SimulatedLot lot) {
        var place = 0;
        while (place < lots.size() && lots.get(place).terms().compareTo(lot.terms()) < 0) {
            place++;
        }
        lots.add(place, lot);
        nextDue = earlier(nextDue, lot.nextDue());
    }

    /** Gives back the share of what was paid that {@code amount} is of what was charged. */
    void reverse(DeductionId deduction, Credits amount, Instant now) {
        for (var charge : reversible) {
            if (charge.deduction().equals(deduction)) {
                charge.reverse(amount).forEach(part -> giveBack(part, now));
                return;
            }
        }
        throw new IllegalStateException("a deduction is reversed that was not expected to be: " + deduction);
    }

    private void giveBack(Part part, Instant now) {
        var lot = part.lot();
        if (lot.takesBack(now)) {
            var opens = lot.closed();
            lot.refill(part.amount());
            if (opens) {
                open(lot);
            } else {
                nextDue = earlier(nextDue, lot.nextDue());
            }
        }
    }

    // --- what goes out

    /** Takes {@code price}, or as much of it as there is, in draw order. */
    Credits pay(Credits price) {
        return Parts.sum(draw(price, SimulatedLot::spend));
    }

    /** Like {@link #pay}, to be reversed later on. */
    Credits payReversibly(DeductionId deduction, Credits price, Credits asCharged) {
        var parts = draw(price, SimulatedLot::spend);
        remember(new ReversibleCharge(deduction, asCharged, parts));
        return Parts.sum(parts);
    }

    private void remember(ReversibleCharge charge) {
        if (reversible.isEmpty()) {
            reversible = new ArrayList<>(1);
        }
        reversible.add(charge);
    }

    /** Reserves {@code amount}, or as much of it as there is. */
    Credits hold(HoldId id, Credits amount, Instant expiresAt) {
        var parts = draw(amount, SimulatedLot::hold);
        if (holds.isEmpty()) {
            holds = new ArrayList<>(1);
        }
        holds.add(new OpenHold(id, expiresAt, parts));
        nextDue = earlier(nextDue, expiresAt);
        return Parts.sum(parts);
    }

    /** Takes {@code amount} of a hold, or as much as it has; the rest goes back. */
    List<Part> capture(HoldId id, Credits amount, Instant now) {
        var split = new Parts(close(id)).split(amount);
        take(split.front().all());
        release(split.rest().all(), now);
        return split.front().all();
    }

    /** Reserved credits. */
    private void take(List<Part> parts) {
        parts.forEach(part -> part.lot().holdLess(part.amount()));
        lots.removeIf(SimulatedLot::closed);
    }

    /** Like {@link #capture}, to be reversed later on. */
    void captureReversibly(HoldId id, Credits amount, DeductionId deduction, Instant now) {
        remember(new ReversibleCharge(deduction, amount, capture(id, amount, now)));
    }

    void release(HoldId id, Instant now) {
        release(close(id), now);
    }

    /** Reserves for a live session until it has {@code amount}, or as much of it as there is. */
    void reserve(SessionId id, Credits amount) {
        var held = sessions.getOrDefault(id, Parts.NONE);
        var had = held.sum();
        keep(id, amount.exceeds(had) ? held.with(new Parts(draw(amount.minus(had), SimulatedLot::hold))) : held);
    }

    private void keep(SessionId id, Parts parts) {
        sessions = sessions.isEmpty() ? new HashMap<>(2) : sessions;
        sessions.put(id, parts);
    }

    /** Takes {@code charge} of what a session has reserved, or as much as it has. */
    List<Part> meter(SessionId id, Credits charge) {
        var split = sessions.getOrDefault(id, Parts.NONE).split(charge);
        take(split.front().all());
        keep(id, split.rest());
        return split.front().all();
    }

    /** Like {@link #meter}, to be reversed later on. */
    List<Part> meterReversibly(SessionId id, Credits charge, DeductionId deduction) {
        var parts = meter(id, charge);
        remember(new ReversibleCharge(deduction, charge, parts));
        return parts;
    }

    /** Gives back what a session still reserves. */
    void end(SessionId id, Instant now) {
        var parts = sessions.getOrDefault(id, Parts.NONE);
        sessions.remove(id);
        release(parts.all(), now);
    }

    private List<Part> close(HoldId id) {
        for (var hold : holds) {
            if (hold.id().equals(id)) {
                holds.remove(hold);
                return hold.parts();
            }
        }
        throw new IllegalStateException("no open hold " + id);
    }

    private void release(List<Part> parts, Instant at) {
        for (var part : parts) {
            part.lot().holdLess(part.amount());
            if (part.lot().takesBack(at)) {
                part.lot().refill(part.amount());
                nextDue = earlier(nextDue, part.lot().nextDue());
            }
        }
        lots.removeIf(SimulatedLot::closed);
    }

    /** Takes back what is not reserved now, and the rest upon release. */
    void revoke(GrantId grant) {
        for (var lot : lots) {
            if (lot.grant().equals(grant)) {
                lot.revoke();
            }
        }
        for (var charge : reversible) {
            for (var part : charge.parts()) {
                if (part.lot().grant().equals(grant)) {
                    part.lot().revoke();
                }
            }
        }
        lots.removeIf(SimulatedLot::closed);
    }

    /** Takes back a part of a grant, or as much of it as is left. */
    void reduce(GrantId grant, Credits amount) {
        for (var lot : lots) {
            if (lot.grant().equals(grant)) {
                lot.spend(amount.min(lot.remaining()));
            }
        }
        lots.removeIf(SimulatedLot::closed);
    }

    void owe(Credits amount) {
        uncovered = uncovered.plus(amount.min(Credits.MAX.minus(uncovered)));
    }

    void writeOff(Credits amount) {
        uncovered = uncovered.minus(amount.min(uncovered));
    }

    void writeOffAll() {
        uncovered = Credits.ZERO;
    }

    @FunctionalInterface
    private interface Taking {
        void from(SimulatedLot lot, Credits amount);
    }

    private List<Part> draw(Credits amount, Taking taking) {
        var parts = new ArrayList<Part>(1);
        var missing = amount;
        for (var i = 0; i < lots.size() && missing.isPositive(); i++) {
            var lot = lots.get(i);
            var taken = lot.available().min(missing);
            if (taken.isPositive()) {
                taking.from(lot, taken);
                missing = missing.minus(taken);
                parts.add(new Part(lot, taken));
            }
        }
        lots.removeIf(SimulatedLot::closed);
        return parts;
    }
}
