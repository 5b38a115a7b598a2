package dev.creditledger.domain.account;

import static dev.creditledger.domain.AuditedLot.micros;

import dev.creditledger.domain.AuditedLot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A second opinion on an account, written from the rules alone and as plainly as possible: mutable, slow, counting in
 * bare millionths, keeping everything for ever. It shares no logic with {@link Account}.
 */
final class Auditor {

    /** What was taken from a grant; {@code back} of it has been given back. */
    static final class Take {
        final String grant;
        long amount;
        long back;

        Take(String grant, long amount) {
            this.grant = grant;
            this.amount = amount;
        }

        Take copy() {
            var copy = new Take(grant, amount);
            copy.back = back;
            return copy;
        }
    }

    record Reserve(long until, List<Take> takes) {
        Reserve copy() {
            return new Reserve(
                    until, new ArrayList<>(takes.stream().map(Take::copy).toList()));
        }
    }

    final Map<String, AuditedLot> grants = new LinkedHashMap<>();
    final Map<String, Reserve> reserves = new LinkedHashMap<>();
    final Map<String, List<Take>> deductions = new LinkedHashMap<>();
    final TreeSet<String> closedReserves = new TreeSet<>();
    boolean frozen;
    boolean closed;
    long granted;
    long deducted;
    long expired;
    long revoked;

    Auditor copy() {
        var copy = new Auditor();
        grants.forEach((id, grant) -> copy.grants.put(id, grant.copy()));
        reserves.forEach((id, reserve) -> copy.reserves.put(id, reserve.copy()));
        deductions.forEach((id, takes) -> copy.deductions.put(
                id, new ArrayList<>(takes.stream().map(Take::copy).toList())));
        copy.closedReserves.addAll(closedReserves);
        copy.frozen = frozen;
        copy.closed = closed;
        copy.granted = granted;
        copy.deducted = deducted;
        copy.expired = expired;
        copy.revoked = revoked;
        return copy;
    }

    /** Lets time pass, one instant after the other. */
    void passUntil(Instant now) {
        if (closed) {
            return;
        }
        var instants = new TreeSet<Long>();
        grants.values().forEach(grant -> instants.add(grant.until));
        reserves.values().forEach(reserve -> instants.add(reserve.until()));
        for (var instant : instants.headSet(micros(now), true)) {
            reserves.entrySet().stream()
                    .filter(entry -> entry.getValue().until() == instant)
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(id -> letGo(id, instant));
            for (var grant : grants.values()) {
                if (grant.until == instant) {
                    expired += grant.free;
                    grant.free = 0;
                }
            }
        }
    }

    long available(Instant now) {
        return grants.values().stream()
                .filter(grant -> grant.from <= micros(now))
                .mapToLong(grant -> grant.free)
                .sum();
    }

    long pending(Instant now) {
        return grants.values().stream()
                .filter(grant -> grant.from > micros(now))
                .mapToLong(grant -> grant.free)
                .sum();
    }

    long held() {
        return grants.values().stream().mapToLong(grant -> grant.held).sum();
    }

    List<Take> take(long amount, Instant now) {
        var takes = new ArrayList<Take>();
        var missing = amount;
        var order = grants.values().stream()
                .filter(grant -> grant.from <= micros(now))
                .sorted(AuditedLot.FIRST_SPENT)
                .toList();
        for (var grant : order) {
            var taken = Math.min(missing, grant.free);
            if (taken > 0) {
                grant.free -= taken;
                missing -= taken;
                takes.add(new Take(grant.id, taken));
            }
        }
        return takes;
    }

    void spend(String id, List<Take> takes) {
        deductions.put(id, takes);
        deducted += takes.stream().mapToLong(take -> take.amount).sum();
    }

    void reserve(String id, List<Take> takes, Instant until) {
        takes.forEach(take -> grant(take).held += take.amount);
        reserves.put(id, new Reserve(micros(until), takes));
    }

    long reserved(String id) {
        var reserve = reserves.get(id);
        return reserve == null
                ? 0
                : reserve.takes().stream().mapToLong(take -> take.amount).sum();
    }

    void letGo(String id, Instant now) {
        letGo(id, micros(now));
    }

    private void letGo(String id, long now) {
        var reserve = reserves.remove(id);
        if (reserve != null) {
            closedReserves.add(id);
            reserve.takes().forEach(take -> {
                grant(take).held -= take.amount;
                giveBack(grant(take), take.amount, now);
            });
        }
    }

    void capture(String id, String deduction, long amount, Instant now) {
        var reserve = reserves.get(id);
        var missing = amount;
        var spent = new ArrayList<Take>();
        for (var take : reserve == null ? List.<Take>of() : reserve.takes()) {
            var part = Math.min(missing, take.amount);
            missing -= part;
            take.amount -= part;
            grant(take).held -= part;
            if (part > 0) {
                spent.add(new Take(take.grant, part));
            }
        }
        spend(deduction, spent);
        letGo(id, now);
    }

    long reversible(String id) {
        return deductions.getOrDefault(id, List.of()).stream()
                .mapToLong(take -> take.amount - take.back)
                .sum();
    }

    void reverse(String id, long amount, Instant now) {
        var missing = amount;
        for (var take : deductions.getOrDefault(id, List.of()).reversed()) {
            var part = Math.min(missing, take.amount - take.back);
            take.back += part;
            missing -= part;
            deducted -= part;
            giveBack(grant(take), part, micros(now));
        }
    }

    private void giveBack(AuditedLot grant, long amount, long now) {
        if (grant.revoked) {
            revoked += amount;
        } else if (grant.until <= now) {
            expired += amount;
        } else {
            grant.free += amount;
        }
    }

    void revoke(String id) {
        var grant = grants.get(id);
        if (grant != null) {
            revoked += grant.free;
            grant.free = 0;
            grant.revoked = true;
        }
    }

    void close(boolean forfeit) {
        for (var grant : grants.values()) {
            if (forfeit) {
                expired += grant.free;
            } else {
                revoked += grant.free;
            }
            grant.free = 0;
        }
        closed = true;
    }

    private AuditedLot grant(Take take) {
        var grant = grants.get(take.grant);
        if (grant == null) {
            throw new IllegalStateException("no grant " + take.grant);
        }
        return grant;
    }
}
