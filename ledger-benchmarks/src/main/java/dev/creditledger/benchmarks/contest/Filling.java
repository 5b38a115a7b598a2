package dev.creditledger.benchmarks.contest;

import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.log.codec.Metadata;
import dev.creditledger.log.store.Draft;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.NewEvent;
import dev.creditledger.log.store.SnapshotStore;
import dev.creditledger.log.vault.Vault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.axonframework.common.IdentifierFactory;

/** Writes {@link Lives} into our log as the write side does, snapshots included, in appends of thousands. */
final class Filling {

    private static final int APPENDED_AT_ONCE = 2_000;

    private final EventLog log;
    private final Vault vault;
    private final SnapshotStore store;
    private final int snapshotEvery;
    private final Map<AccountId, Snapshot> snapshots = new HashMap<>();

    private record Snapshot(AccountRoot account, long sequence) {}

    Filling(EventLog log, Vault vault, SnapshotStore store, int snapshotEvery) {
        this.log = log;
        this.vault = vault;
        this.store = store;
        this.snapshotEvery = snapshotEvery;
    }

    /** Drafts the next events while the last ones are appended. */
    void fill(Lives lives) {
        var appended = CompletableFuture.completedFuture(0L);
        while (lives.hasNext()) {
            var draft = draft(lives);
            appended.join();
            appended = CompletableFuture.supplyAsync(() -> log.append(draft));
        }
        appended.join();
        snapshots.values().forEach(snapshot -> store.store(snapshot.account(), snapshot.sequence()));
        snapshots.clear();
    }

    private Draft draft(Lives lives) {
        var events = new ArrayList<NewEvent>(APPENDED_AT_ONCE);
        while (lives.hasNext() && events.size() < APPENDED_AT_ONCE) {
            var next = lives.next();
            events.add(event(next));
            if ((next.sequence() + 1) % snapshotEvery == 0) {
                snapshots.put(next.after().id(), new Snapshot(next.after(), next.sequence()));
            }
        }
        return log.draft(events);
    }

    private NewEvent event(Lives.Event next) {
        var because = next.because();
        var answer = because.once().map(once -> new Metadata.Answer(once.key(), vault.fingerprint(once.request())));
        return new NewEvent(
                UUID.fromString(IdentifierFactory.getInstance().generateIdentifier()),
                next.sequence(),
                next.event(),
                new Metadata(because.cause(), answer));
    }
}
