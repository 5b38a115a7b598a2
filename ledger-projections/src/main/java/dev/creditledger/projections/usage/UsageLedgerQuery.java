package dev.creditledger.projections.usage;

import dev.creditledger.domain.Event;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.log.store.EventFeed;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.FeedEvent;
import dev.creditledger.log.store.History;
import dev.creditledger.log.store.History.Window;
import dev.creditledger.projections.Cursor;
import dev.creditledger.projections.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Each request that had a price, as it stands in the log, the newest first. A page looks at a bounded part of the log; it
 * may then hold fewer entries than its limit, or none, although the list goes on.
 */
public final class UsageLedgerQuery {

    private static final int LOOKS_MAX = History.WALK_MAX;
    private static final int CHUNK = 1_000;

    /** Read at once of an account, however few are asked for: a filter may let none of them pass. */
    private static final int CHUNK_MIN = 200;

    private final EventLog log;
    private final EventFeed feed;
    private final History history;

    UsageLedgerQuery(EventLog log) {
        this.log = log;
        this.feed = log.feed();
        this.history = log.history();
    }

    /**
     * Which positions of the log.
     *
     * @param from the first
     * @param to the last
     */
    public record Range(Optional<Long> from, Optional<Long> to) {}

    /**
     * An account's requests; none for an account that is not there.
     *
     * @param from booked at this instant or later
     * @param to booked before this instant
     * @param limit at least 1
     * @throws dev.creditledger.projections.InvalidCursor if the cursor is not one of this list
     */
    public Page<UsageEntry> of(
            AccountId account,
            Optional<Instant> from,
            Optional<Instant> to,
            UsageFilter filter,
            Optional<String> cursor,
            int limit) {
        var list = "usage of " + account + " from " + from + " to " + to + " of " + filter;
        var before = place(list, cursor);
        Set<Class<? extends Event>> form = Set.of(CreditsDeducted.class);
        var chunk = Math.clamp(limit, CHUNK_MIN, CHUNK);
        var found = new ArrayList<UsageEntry>();
        for (var looks = 0; ; looks += chunk) {
            var part = history.newest(account.value(), new Window(before, from, to, form), chunk);
            for (var stored : part.events()) {
                if (found.size() == limit) {
                    return page(list, found, before, part.head());
                }
                entry(stored.event(), stored.position()).filter(filter::lets).ifPresent(found::add);
                before = OptionalLong.of(stored.sequence());
            }
            before = part.next();
            var walked = part.events().size() < chunk;
            if (before.isEmpty() || walked || found.size() == limit || looks + chunk >= LOOKS_MAX) {
                return page(list, found, before, part.head());
            }
        }
    }

    /**
     * The requests of all accounts.
     *
     * @param limit at least 1
     * @throws dev.creditledger.projections.InvalidCursor if the cursor is not one of this list
     */
    public Page<UsageEntry> ofAll(Range range, UsageFilter filter, Optional<String> cursor, int limit) {
        var list = "usage at " + range + " of " + filter;
        var head = log.head();
        var first = range.from().orElse(1L);
        var next = place(list, cursor).orElse(Math.min(head, range.to().orElse(head)) + 1);
        var found = new ArrayList<UsageEntry>();
        for (var looks = 0; looks < LOOKS_MAX && next > first; looks += CHUNK) {
            var start = Math.max(first, next - CHUNK);
            for (var stored : feed.after(start - 1, (int) (next - start)).reversed()) {
                if (found.size() == limit) {
                    return page(list, found, OptionalLong.of(next), head);
                }
                entry(stored).filter(filter::lets).ifPresent(found::add);
                next = stored.position();
            }
        }
        return page(list, found, next > first ? OptionalLong.of(next) : OptionalLong.empty(), head);
    }

    private static Optional<UsageEntry> entry(FeedEvent stored) {
        return entry(stored.event(), stored.position());
    }

    private static Optional<UsageEntry> entry(Object event, long position) {
        return event instanceof CreditsDeducted deducted ? UsageEntry.of(deducted, position) : Optional.empty();
    }

    private static OptionalLong place(String list, Optional<String> cursor) {
        return cursor.map(it -> Cursor.read(list, it, 1, place -> OptionalLong.of(Long.parseLong(place.getFirst()))))
                .orElse(OptionalLong.empty());
    }

    /** @param next it goes on before this one */
    private static Page<UsageEntry> page(String list, List<UsageEntry> found, OptionalLong next, long head) {
        var cursor = next.isPresent()
                ? Optional.of(Cursor.at(list, List.of(Long.toString(next.getAsLong()))))
                : Optional.<String>empty();
        return new Page<>(found, cursor.isPresent(), cursor, head);
    }
}
