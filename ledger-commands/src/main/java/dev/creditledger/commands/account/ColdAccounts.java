package dev.creditledger.commands.account;

import static dev.creditledger.commands.account.AccountState.BLANK;

import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.LogUnavailableException;
import dev.creditledger.log.store.SnapshotStore;
import dev.creditledger.log.store.SnapshotStore.Snapshot;
import dev.creditledger.log.store.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads accounts that are not in memory, many of them with two questions. One by one, a server whose memory is cold would
 * do little else.
 */
public final class ColdAccounts {

    private static final Logger LOG = LoggerFactory.getLogger(ColdAccounts.class);

    /** Together with the next: a bound on what is read at once. */
    private static final int ACCOUNTS_MAX = 100;

    /** More than come between two snapshots. An account with more, because it lost a snapshot, is left out. */
    private static final int EVENTS_MAX = 1_000;

    private final EventLog log;
    private final SnapshotStore snapshots;

    public ColdAccounts(EventLog log, SnapshotStore snapshots) {
        this.log = log;
        this.snapshots = snapshots;
    }

    /**
     * As the log has them; a blank one does not exist yet. Left out is what has to be read by itself.
     *
     * @throws LogUnavailableException if the database does not answer
     */
    List<AccountState> read(List<AccountId> ids) {
        var states = new ArrayList<AccountState>(ids.size());
        for (var from = 0; from < ids.size(); from += ACCOUNTS_MAX) {
            readSome(ids.subList(from, Math.min(ids.size(), from + ACCOUNTS_MAX)), states);
        }
        return states;
    }

    private void readSome(List<AccountId> ids, List<AccountState> into) {
        var names = ids.stream().map(AccountId::value).toList();
        var shots = snapshots.find(names);
        var from = new HashMap<String, Long>();
        for (var name : names) {
            var shot = shots.get(name);
            from.put(name, shot == null ? 0 : shot.sequence() + 1);
        }
        var events = log.ofAggregates(from, EVENTS_MAX + 1);
        // What is decided on it is acknowledged.
        events.values().stream()
                .mapToLong(each -> each.getLast().position())
                .max()
                .ifPresent(log::confirm);
        for (var id : ids) {
            state(id, shots.get(id.value()), events.getOrDefault(id.value(), List.of()))
                    .ifPresent(into::add);
        }
    }

    private static Optional<AccountState> state(AccountId id, @Nullable Snapshot shot, List<StoredEvent> events) {
        if (events.size() > EVENTS_MAX) {
            return Optional.empty();
        }
        var account = shot == null ? AccountRoot.unopened(id) : shot.account();
        try {
            for (var event : events) {
                account = account.evolve((BoundEvent) event.event());
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "{} cannot be read together with others: {}",
                    id,
                    e.getClass().getSimpleName());
            return Optional.empty();
        }
        if (!events.isEmpty()) {
            return Optional.of(new AccountState(account, events.getLast().sequence()));
        }
        return Optional.of(new AccountState(account, shot == null ? BLANK : shot.sequence()));
    }
}
