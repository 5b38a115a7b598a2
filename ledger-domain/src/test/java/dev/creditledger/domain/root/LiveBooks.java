package dev.creditledger.domain.root;

import static dev.creditledger.domain.AuditedLot.NEVER;
import static dev.creditledger.domain.AuditedLot.micros;

import dev.creditledger.domain.AuditedLot;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountEvent.CreditsExpired;
import dev.creditledger.domain.account.AccountEvent.CreditsGranted;
import dev.creditledger.domain.account.AccountEvent.DeductionReversed;
import dev.creditledger.domain.account.AccountEvent.GrantActivated;
import dev.creditledger.domain.account.AccountEvent.GrantReduced;
import dev.creditledger.domain.account.AccountEvent.GrantRevoked;
import dev.creditledger.domain.account.AccountEvent.HoldCaptured;
import dev.creditledger.domain.account.AccountEvent.HoldExpired;
import dev.creditledger.domain.account.AccountEvent.HoldPlaced;
import dev.creditledger.domain.account.AccountEvent.HoldReleased;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.account.Fate;
import dev.creditledger.domain.account.LotTerms;
import dev.creditledger.domain.account.Moves;
import dev.creditledger.domain.account.Returned;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where every credit is, as whoever audits the account keeps it: told only by what its events say was moved, and checking
 * that it could be. Counts in bare millionths.
 */
final class LiveBooks {

    final Map<String, AuditedLot> lots = new HashMap<>();
    private final Map<String, LotTerms> terms = new HashMap<>();
    private final List<String> reduced = new ArrayList<>();

    /** By hold or session: lot and amount. */
    final Map<String, Map<String, Long>> reserves = new TreeMap<>();

    long granted;
    long deducted;
    long gone;

    void note(BoundEvent event) {
        var at = micros(event.bookedAt());
        switch (event) {
            case CreditsGranted it -> grant(it);
            case GrantActivated it -> {
                require(lot(it.grant().toString()).waits, "a lot takes effect once");
                lot(it.grant().toString()).waits = false;
            }
            case CreditsDeducted it -> take(it.drawn(), at, "deducted").forEach((_, amount) -> deducted += amount);
            case CreditsExpired it -> expire(it, at);
            case GrantRevoked it -> {
                var lot = lots.get(it.grant().toString());
                require((lot == null ? 0 : lot.free) == it.revoked().millionths(), "what is free of it is revoked");
                if (lot != null) {
                    gone += lot.free;
                    lot.free = 0;
                    lot.revoked = true;
                }
                reduced.add(it.grant().toString());
            }
            case GrantReduced it -> {
                gone += it.amount().millionths();
                lot(it.grant().toString()).free -= it.amount().millionths();
            }
            case HoldPlaced it -> reserve(it.hold().toString(), it.heldFrom(), at);
            case HoldCaptured it -> settle(it.hold().toString(), it.drawn(), it.returned(), at);
            case HoldReleased it -> settle(it.hold().toString(), List.of(), it.returned(), at);
            case HoldExpired it -> settle(it.hold().toString(), List.of(), it.returned(), micros(it.occurredAt()));
            case DeductionReversed it -> it.returned().forEach(part -> giveBack(part, at));
            case SessionStarted it -> meter(it.session().toString(), it.moves(), at);
            case SessionCheckpointed it -> meter(it.session().toString(), it.moves(), at);
            case SessionEnded it -> {
                var session = it.session().toString();
                reserve(session, it.moves().heldFrom(), at);
                settle(session, it.moves().drawn(), it.moves().returned(), at);
            }
            default -> {}
        }
        check(event);
    }

    private void grant(CreditsGranted event) {
        var lot = new AuditedLot();
        lot.id = event.grant().toString();
        lot.order = (int) event.terms().order();
        lot.priority = event.terms().priority();
        lot.from = micros(event.terms().effectiveAt());
        lot.until = event.terms().expiresAt().map(AuditedLot::micros).orElse(NEVER);
        lot.free = event.amount().millionths();
        lot.waits = event.pending();
        granted += lot.free;
        lots.put(lot.id, lot);
        terms.put(lot.id, event.terms());
    }

    private void expire(CreditsExpired event, long now) {
        var lot = lot(event.grant().toString());
        require(lot.until <= now && lot.free == event.amount().millionths(), "what is free expires, at its time");
        gone += lot.free;
        lot.free = 0;
    }

    /** Takes what is free in the order in which lots are spent, and finds that the event did so too. */
    private Map<String, Long> take(List<Draw> drawn, long now, String what) {
        var missing =
                drawn.stream().mapToLong(draw -> draw.amount().millionths()).sum();
        var parts = new HashMap<String, Long>();
        for (var lot : lots.values().stream().sorted(AuditedLot.FIRST_SPENT).toList()) {
            var taken = lot.waits || lot.until <= now ? 0 : Math.min(missing, lot.free);
            if (taken > 0) {
                lot.free -= taken;
                missing -= taken;
                parts.put(lot.id, taken);
            }
        }
        require(missing == 0, "there is as much as is " + what);
        require(parts.equals(sums(drawn)), "it is " + what + " in draw order");
        return parts;
    }

    private void reserve(String id, List<Draw> from, long now) {
        var own = reserves.computeIfAbsent(id, _ -> new HashMap<>());
        take(from, now, "reserved").forEach((lot, amount) -> {
            lot(lot).held += amount;
            own.merge(lot, amount, Long::sum);
        });
    }

    private void meter(String id, Moves moves, long now) {
        reserve(id, moves.heldFrom(), now);
        spend(id, moves.drawn());
        require(sums(moves.held()).equals(reserves.get(id)), "all that stays reserved is told");
        require(moves.returned().isEmpty(), "nothing goes back before the end");
    }

    /** Of what is reserved, in draw order. */
    private void spend(String id, List<Draw> drawn) {
        var own = reserves.getOrDefault(id, Map.of());
        var missing =
                drawn.stream().mapToLong(draw -> draw.amount().millionths()).sum();
        var parts = new HashMap<String, Long>();
        for (var lot : own.keySet().stream()
                .map(this::lot)
                .sorted(AuditedLot.FIRST_SPENT)
                .toList()) {
            var taken = Math.min(missing, own.getOrDefault(lot.id, 0L));
            if (taken > 0) {
                parts.put(lot.id, taken);
                missing -= taken;
            }
        }
        require(missing == 0, "no more is spent than is reserved");
        require(parts.equals(sums(drawn)), "what is reserved is spent in draw order");
        parts.forEach((lot, amount) -> {
            lot(lot).held -= amount;
            deducted += amount;
            own.merge(lot, -amount, Long::sum);
        });
        own.values().removeIf(amount -> amount == 0);
    }

    private void settle(String id, List<Draw> drawn, List<Returned> returned, long now) {
        spend(id, drawn);
        var back = new HashMap<String, Long>();
        returned.forEach(
                part -> back.merge(part.grant().toString(), part.amount().millionths(), Long::sum));
        require(back.equals(reserves.getOrDefault(id, Map.of())), "all the rest goes back");
        for (var part : returned) {
            var lot = lot(part.grant().toString());
            lot.held -= part.amount().millionths();
            require(part.fate() == fate(lot, now), "it goes back as far as its lot is alive");
            lot.free += part.fate() == Fate.AVAILABLE ? part.amount().millionths() : 0;
            gone += part.fate() == Fate.AVAILABLE ? 0 : part.amount().millionths();
        }
        reserves.remove(id);
    }

    private static Fate fate(AuditedLot lot, long now) {
        return lot.revoked ? Fate.REVOKED : lot.until <= now ? Fate.EXPIRED : Fate.AVAILABLE;
    }

    private void giveBack(Returned part, long now) {
        var lot = lot(part.grant().toString());
        lot.revoked |= reduced.contains(lot.id);
        require(part.fate() == fate(lot, now), "it goes back as far as its lot is alive");
        deducted -= part.amount().millionths();
        lot.free += part.fate() == Fate.AVAILABLE ? part.amount().millionths() : 0;
        gone += part.fate() == Fate.AVAILABLE ? 0 : part.amount().millionths();
    }

    private void check(BoundEvent event) {
        var available = 0L;
        var pending = 0L;
        var held = 0L;
        for (var lot : lots.values()) {
            require(lot.free >= 0 && lot.held >= 0, "nothing is overspent");
            available += lot.waits ? 0 : lot.free;
            pending += lot.waits ? lot.free : 0;
            held += lot.held;
        }
        var balance = event.balance();
        require(balance.available().millionths() == available, "what is available: " + available);
        require(balance.pending().millionths() == pending, "what is pending: " + pending);
        require(balance.held().millionths() == held, "what is held: " + held);
        require(held == reserves.keySet().stream().mapToLong(this::reserved).sum(), "sessions and holds hold it");
        require(granted == available + pending + held + deducted + gone, "every credit is somewhere");
    }

    long reserved(String id) {
        return reserves.getOrDefault(id, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** What may be spent at {@code now}. */
    long available(long now) {
        return lots.values().stream()
                .filter(lot -> !lot.waits && lot.until > now)
                .mapToLong(lot -> lot.free)
                .sum();
    }

    List<String> openLots() {
        return lots.values().stream()
                .filter(lot -> lot.free + lot.held > 0)
                .sorted(Comparator.comparingInt(lot -> lot.order))
                .map(lot -> lot.id)
                .toList();
    }

    private static Map<String, Long> sums(List<Draw> draws) {
        var sums = new HashMap<String, Long>();
        draws.forEach(draw -> sums.merge(draw.grant().toString(), draw.amount().millionths(), Long::sum));
        return sums;
    }

    private AuditedLot lot(String id) {
        var lot = lots.get(id);
        if (lot == null) {
            throw new AssertionError("no lot " + id);
        }
        return lot;
    }

    static void require(boolean right, String rule) {
        if (!right) {
            throw new AssertionError("broken: " + rule);
        }
    }
}
