package dev.creditledger.domain.root;

import static dev.creditledger.domain.AuditedLot.NEVER;

import dev.creditledger.domain.AuditedLot;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A second opinion on an account with a subscription, written from the rules alone and as plainly as possible: mutable,
 * slow, counting in bare millionths and microseconds, with a calendar of its own. It shares no logic with what it checks.
 */
final class Bookkeeper {

    static final long SECOND = 1_000_000;
    static final long DAY = 86_400 * SECOND;
    private static final long MOST = 999_999_999_999_999L;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    record Part(String lot, long amount) {}

    record Reserve(long until, List<Part> parts) {}

    /** What a tier gives, as the test configures it. */
    record Terms(String tier, long allocation, int rolloverPercent, long rolloverMost, boolean late, boolean grace) {}

    private static final Reserve NONE = new Reserve(NEVER, List.of());
    static final Terms NOTHING = new Terms("FREE", 0, 0, 0, false, false);

    final Map<String, AuditedLot> lots = new LinkedHashMap<>();
    final Map<String, Reserve> reserves = new LinkedHashMap<>();
    final List<String> closedReserves = new ArrayList<>();
    int grants;
    boolean frozen;
    boolean closed;
    long granted;
    long deducted;
    long expired;
    long revoked;
    long uncovered;

    boolean subscribed;
    Terms terms = NOTHING;
    String status = "";
    long anchor;
    boolean covered;
    long start;
    long since;
    long end;
    long rate;
    long ahead;
    List<String> own = new ArrayList<>();

    Bookkeeper copy() {
        var copy = new Bookkeeper();
        lots.forEach((id, lot) -> copy.lots.put(id, lot.copy()));
        copy.reserves.putAll(reserves);
        copy.closedReserves.addAll(closedReserves);
        copy.grants = grants;
        copy.frozen = frozen;
        copy.closed = closed;
        copy.granted = granted;
        copy.deducted = deducted;
        copy.expired = expired;
        copy.revoked = revoked;
        copy.uncovered = uncovered;
        copy.subscribed = subscribed;
        copy.terms = terms;
        copy.status = status;
        copy.anchor = anchor;
        copy.covered = covered;
        copy.start = start;
        copy.since = since;
        copy.end = end;
        copy.rate = rate;
        copy.ahead = ahead;
        copy.own = new ArrayList<>(own);
        return copy;
    }

    // --- time

    /** One instant after the other: what takes effect, what is let go, what expires, and then a new period. */
    void passUntil(long now) {
        for (var at = nextInstant(); !closed && at <= now; at = nextInstant()) {
            var instant = at;
            lots.values().stream()
                    .filter(lot -> lot.waits && lot.from == instant)
                    .toList()
                    .forEach(this::takesEffect);
            reserves.entrySet().stream()
                    .filter(entry -> entry.getValue().until() == instant)
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(id -> letGo(id, instant));
            var left = 0L;
            for (var lot : lots.values()) {
                if (lot.until == instant) {
                    expired += lot.free;
                    left += own.contains(lot.id) ? lot.free : 0;
                    lot.free = 0;
                }
            }
            if (renews() && end == instant) {
                renew(left);
            }
        }
    }

    private long nextInstant() {
        var next = renews() ? end : NEVER;
        for (var lot : lots.values()) {
            next = lot.waits && lot.free > 0 ? Math.min(next, lot.from) : next;
            next = lot.free > 0 ? Math.min(next, lot.until) : next;
        }
        for (var reserve : reserves.values()) {
            next = Math.min(next, reserve.until());
        }
        return next;
    }

    private void takesEffect(AuditedLot lot) {
        lot.waits = false;
        repay(lot);
    }

    private boolean renews() {
        return subscribed && covered && status.equals("ACTIVE") && terms.allocation() > 0;
    }

    private void renew(long left) {
        var at = end;
        var rolled = BigInteger.valueOf(left)
                .multiply(BigInteger.valueOf(terms.rolloverPercent()))
                .divide(BigInteger.valueOf(100))
                .min(BigInteger.valueOf(terms.rolloverMost()))
                .longValueExact();
        cover(at, at);
        add(rolled, since, false);
        add(part(terms.allocation(), end - since, end - start), since, true);
    }

    /** The period around {@code now}, as far as it lies behind {@code notBefore}. */
    private void cover(long now, long notBefore) {
        var n = 0L;
        while (month(n) > now) {
            n--;
        }
        while (month(n + 1) <= now) {
            n++;
        }
        start = month(n);
        since = Math.max(start, notBefore);
        end = month(n + 1);
        rate = terms.allocation();
        ahead = 0;
        own = new ArrayList<>();
        covered = true;
    }

    /** The anchor n months later, in the month's last day if it has no such day. */
    long month(long n) {
        var day = Math.floorDiv(anchor, DAY);
        var date = LocalDate.ofEpochDay(day);
        var months = date.getYear() * 12L + date.getMonthValue() - 1 + n;
        var year = (int) Math.floorDiv(months, 12);
        var month = Math.floorMod(months, 12);
        var leap = month == 1 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        var last = DAYS[month] + (leap ? 1 : 0);
        var found = LocalDate.of(year, month + 1, Math.min(date.getDayOfMonth(), last));
        return found.toEpochDay() * DAY + Math.floorMod(anchor, DAY);
    }

    static long part(long whole, long left, long all) {
        return BigInteger.valueOf(whole)
                .multiply(BigInteger.valueOf(left / SECOND))
                .divide(BigInteger.valueOf(all / SECOND))
                .longValueExact();
    }

    // --- subscription

    void set(Terms newTerms, String newStatus, long newAnchor, long now) {
        subscribed = true;
        terms = newTerms;
        status = newStatus;
        anchor = newAnchor;
        if (!status.equals("ACTIVE")) {
            return;
        }
        if (!covered || end <= now) {
            if (terms.allocation() > 0) {
                cover(now, covered ? end : now < anchor ? now : Long.MIN_VALUE);
                add(part(rate, end - since, end - start), since, true);
            }
            return;
        }
        var change = part(terms.allocation(), end - now, end - start) - part(rate, end - now, end - start);
        if (change > 0) {
            var more = change;
            var repaid = Math.min(more, ahead);
            ahead -= repaid;
            add(more - repaid, now, true);
        } else {
            var less = -change;
            ahead += less - takeBack(less);
        }
        rate = terms.allocation();
    }

    private long takeBack(long less) {
        var missing = less;
        for (var id : own.reversed()) {
            var lot = lots.get(id);
            var taken = lot == null ? 0 : Math.min(missing, lot.free);
            if (lot != null) {
                lot.free -= taken;
            }
            missing -= taken;
            revoked += taken;
        }
        return less - missing;
    }

    private void add(long wanted, long from, boolean counts) {
        var amount = Math.min(wanted, MOST - granted);
        if (amount > 0) {
            var lot = new AuditedLot();
            lot.id = "allotted-" + (grants + 1);
            lot.priority = 40;
            lot.from = from;
            lot.until = end;
            lot.free = amount;
            grant(lot);
            if (counts) {
                own.add(lot.id);
            }
        }
    }

    boolean maySpend() {
        return switch (status) {
            case "SUSPENDED", "CANCELLED", "EXPIRED" -> false;
            case "PAST_DUE" -> terms.late();
            case "GRACE_PERIOD" -> terms.grace();
            default -> true;
        };
    }

    // --- credits

    void grant(AuditedLot lot) {
        lot.order = ++grants;
        granted += lot.free;
        lots.put(lot.id, lot);
        if (!lot.waits) {
            repay(lot);
        }
    }

    private void repay(AuditedLot lot) {
        if (lot.paid) {
            var repaid = Math.min(uncovered, lot.free);
            lot.free -= repaid;
            uncovered -= repaid;
            deducted += repaid;
        }
    }

    long room() {
        return MOST - granted;
    }

    long available() {
        return lots.values().stream()
                .filter(lot -> !lot.waits)
                .mapToLong(lot -> lot.free)
                .sum();
    }

    long pending() {
        return lots.values().stream()
                .filter(lot -> lot.waits)
                .mapToLong(lot -> lot.free)
                .sum();
    }

    long held() {
        return lots.values().stream().mapToLong(lot -> lot.held).sum();
    }

    List<AuditedLot> inOrder() {
        return lots.values().stream()
                .filter(lot -> lot.free + lot.held > 0)
                .sorted(AuditedLot.FIRST_SPENT)
                .toList();
    }

    List<Part> take(long amount) {
        var parts = new ArrayList<Part>();
        var missing = amount;
        for (var lot : inOrder()) {
            var taken = lot.waits ? 0 : Math.min(missing, lot.free);
            if (taken > 0) {
                lot.free -= taken;
                missing -= taken;
                parts.add(new Part(lot.id, taken));
            }
        }
        return parts;
    }

    void spend(long amount) {
        take(amount).forEach(part -> deducted += part.amount());
    }

    void record(long cost) {
        var there = Math.min(cost, available());
        spend(there);
        uncovered += cost - there;
    }

    void reserve(String id, long amount, long until) {
        var parts = take(amount);
        parts.forEach(part -> lot(part).held += part.amount());
        reserves.put(id, new Reserve(until, parts));
    }

    long reserved(String id) {
        return reserves.getOrDefault(id, NONE).parts().stream()
                .mapToLong(Part::amount)
                .sum();
    }

    void letGo(String id, long now) {
        capture(id, 0, now);
    }

    void capture(String id, long amount, long now) {
        closedReserves.add(id);
        var missing = amount;
        for (var part : reserves.getOrDefault(id, NONE).parts()) {
            var spent = Math.min(missing, part.amount());
            missing -= spent;
            deducted += spent;
            lot(part).held -= part.amount();
            giveBack(lot(part), part.amount() - spent, now);
        }
        reserves.remove(id);
    }

    private void giveBack(AuditedLot lot, long amount, long now) {
        if (lot.revoked) {
            revoked += amount;
        } else if (lot.until <= now) {
            expired += amount;
        } else {
            lot.free += amount;
        }
    }

    void revoke(String id) {
        var lot = lots.get(id);
        if (lot != null) {
            revoked += lot.free;
            lot.free = 0;
            lot.revoked = true;
        }
    }

    void close(boolean forfeit) {
        var left = available() + pending();
        lots.values().forEach(lot -> lot.free = 0);
        expired += forfeit ? left : 0;
        revoked += forfeit ? 0 : left;
        closed = true;
    }

    private AuditedLot lot(Part part) {
        var lot = lots.get(part.lot());
        if (lot == null) {
            throw new IllegalStateException("no lot " + part.lot());
        }
        return lot;
    }
}
