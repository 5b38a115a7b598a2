package dev.creditledger.commands.finance;

import dev.creditledger.commands.account.TimeOrderedIdentifiers;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.dispatch.BooksDesk;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.domain.finance.ClosedPeriods;
import dev.creditledger.domain.finance.FinanceCommand;
import dev.creditledger.domain.finance.FinanceEvent;
import dev.creditledger.log.codec.Metadata;
import dev.creditledger.log.store.DuplicateEventException;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.EventLog.KeyOf;
import dev.creditledger.log.store.LogUnavailableException;
import dev.creditledger.log.store.NewEvent;
import dev.creditledger.log.store.OutcomeUnknownException;
import dev.creditledger.log.store.StoredEvent;
import dev.creditledger.log.vault.Vault;
import dev.creditledger.log.vault.VaultUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Closes periods. It happens once a month: nothing is kept in memory, the log itself says what is closed. */
public final class BooksKeeper implements BooksDesk {

    /** Tries when others write at the same time. */
    private static final int TRIES_MAX = 5;

    /** Events read at once. */
    private static final int CHUNK = 100;

    private final EventLog log;
    private final Vault vault;
    private final Supplier<Optional<String>> refusal;
    private final TimeOrderedIdentifiers ids = new TimeOrderedIdentifiers();

    /** @param refusal why nothing may be written now, if so */
    public BooksKeeper(EventLog log, Vault vault, Supplier<Optional<String>> refusal) {
        this.log = log;
        this.vault = vault;
        this.refusal = refusal;
    }

    @Override
    public Outcome submit(FinanceCommand command, Cause cause, Once once) {
        try {
            var answer = new Metadata.Answer(once.key(), vault.fingerprint(once.request()));
            for (var attempt = 0; attempt < TRIES_MAX; attempt++) {
                var outcome = attempt(command, new Metadata(cause, Optional.of(answer)), answer);
                if (outcome.isPresent()) {
                    return outcome.get();
                }
            }
            return new Outcome.Unavailable("too many others close periods");
        } catch (OutcomeUnknownException e) {
            return new Outcome.Unknown();
        } catch (LogUnavailableException e) {
            return new Outcome.Unavailable(e.reason());
        } catch (VaultUnavailableException e) {
            return new Outcome.Unavailable("the keys of data subjects cannot be read");
        }
    }

    /** Empty: another was first. */
    private Optional<Outcome> attempt(FinanceCommand command, Metadata metadata, Metadata.Answer answer) {
        // Before the key is looked up: what comes in between is found by its key, or refused by its sequence.
        var events = events();
        var key = new KeyOf(ClosedPeriods.NAME, answer.key());
        var before = log.byKeys(List.of(key)).get(key);
        if (before != null) {
            return Optional.of(replayed(before, answer));
        }
        var periods = ClosedPeriods.NONE;
        for (var event : events) {
            periods = periods.evolve(event);
        }
        return switch (periods.decide(command)) {
            case Rejected<FinanceEvent, ?>(var reason) -> Optional.of(new Outcome.Rejected(reason));
            case Accepted<FinanceEvent, ?>(var accepted) -> append(accepted.getFirst(), events.size(), metadata);
        };
    }

    private Outcome replayed(StoredEvent before, Metadata.Answer answer) {
        if (!before.fingerprint().equals(Optional.of(answer.fingerprint()))) {
            return new Outcome.KeyReused();
        }
        log.confirm(before.position());
        return new Outcome.Accepted(before.event(), before.position(), true);
    }

    private Optional<Outcome> append(FinanceEvent event, long sequence, Metadata metadata) {
        var refused = refusal.get();
        if (refused.isPresent()) {
            return Optional.of(new Outcome.Unavailable(refused.get()));
        }
        try {
            var position = log.append(
                    List.of(new NewEvent(UUID.fromString(ids.generateIdentifier()), sequence, event, metadata)));
            return Optional.of(new Outcome.Accepted(event, position, false));
        } catch (DuplicateEventException e) {
            return Optional.empty();
        }
    }

    private List<FinanceEvent> events() {
        var events = new ArrayList<FinanceEvent>();
        for (var last = CHUNK; last == CHUNK; ) {
            var found = log.ofAggregate(ClosedPeriods.NAME, events.size(), CHUNK);
            found.forEach(stored -> events.add((FinanceEvent) stored.event()));
            last = found.size();
        }
        return events;
    }
}
