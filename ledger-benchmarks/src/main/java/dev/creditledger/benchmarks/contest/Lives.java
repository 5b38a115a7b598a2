package dev.creditledger.benchmarks.contest;

import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.root.AccountRoot;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * What became of accounts before anything is measured: each is opened, granted credits and then charged, in turn with the
 * others. The rules decide it as they decide everything, but nobody commands it, so that it can be written in bulk.
 */
final class Lives implements Iterator<Lives.Event> {

    private final List<AccountId> accounts;
    private final Traffic traffic;
    private final Function<AccountId, Submission> charge;
    private final long events;
    private final Map<AccountId, Event> last = new HashMap<>();
    private long told;

    /** @param after the account with this event */
    record Event(AccountRoot after, long sequence, BoundEvent event, Submission because) {}

    /** @param deductions from all accounts together */
    Lives(List<AccountId> accounts, Traffic traffic, long deductions) {
        this(accounts, traffic, traffic::charge, deductions);
    }

    /** @param charge instead of the traffic's own */
    Lives(List<AccountId> accounts, Traffic traffic, Function<AccountId, Submission> charge, long deductions) {
        this.accounts = accounts;
        this.traffic = traffic;
        this.charge = charge;
        this.events = 2L * accounts.size() + deductions;
    }

    @Override
    public boolean hasNext() {
        return told < events;
    }

    @Override
    public Event next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        var account = accounts.get((int) (told % accounts.size()));
        var before = last.get(account);
        var state = before == null ? AccountRoot.unopened(account) : before.after();
        var sequence = told / accounts.size();
        var because = because(account, sequence);
        if (!(state.decide(because.command()) instanceof Decision.Accepted<BoundEvent, Rejection>(var events))
                || events.size() != 1) {
            throw new IllegalStateException("one event was to follow from " + because.command());
        }
        var event = new Event(state.evolve(events.getFirst()), sequence, events.getFirst(), because);
        last.put(account, event);
        told++;
        return event;
    }

    private Submission because(AccountId account, long sequence) {
        if (sequence == 0) {
            return traffic.opening(account);
        }
        return sequence == 1 ? traffic.granting(account) : charge.apply(account);
    }
}
