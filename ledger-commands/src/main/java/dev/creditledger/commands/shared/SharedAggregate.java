package dev.creditledger.commands.shared;

import dev.creditledger.commands.account.TimeOrderedIdentifiers;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Command;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.Event;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.Submission.Once;
import dev.creditledger.log.codec.Metadata;
import dev.creditledger.log.codec.UnknownEventTypeException;
import dev.creditledger.log.codec.UnreadableEventException;
import dev.creditledger.log.store.DuplicateEventException;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.store.EventLog.KeyOf;
import dev.creditledger.log.store.LogUnavailableException;
import dev.creditledger.log.store.NewEvent;
import dev.creditledger.log.store.OutcomeUnknownException;
import dev.creditledger.log.store.StoredEvent;
import dev.creditledger.log.vault.Vault;
import dev.creditledger.log.vault.VaultUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows an aggregate of which there is one, and changes it, beside other nodes that do the same: the log tells who was
 * first.
 */
public final class SharedAggregate<C extends Command, E extends Event, S> {

    /**
     * What makes it up.
     *
     * @param name of the aggregate
     * @param events what can happen to it
     * @param blank before anything did
     */
    public record Kind<C extends Command, E extends Event, S>(
            String name,
            Class<E> events,
            S blank,
            BiFunction<S, C, ? extends Decision<E, ?>> decide,
            BiFunction<S, E, S> evolve) {}

    /**
     * As the log had it when it was last read.
     *
     * @param next sequence of the event that would come next
     * @param readAt nanoseconds at which that reading began; nothing that was in the log then is missing
     */
    public record Known<S>(S state, long next, long readAt) {}

    private static final Logger LOG = LoggerFactory.getLogger(SharedAggregate.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int ATTEMPTS_MAX = 5;

    /** Longer ago than any age that is asked for. */
    private static final Duration NEVER = Duration.ofDays(365);

    /** Events read at once. */
    private static final int PAGE = 1_000;

    private final Kind<C, E, S> kind;
    private final EventLog log;
    private final Vault vault;
    private final Supplier<Optional<String>> refusal;
    private final LongSupplier nanoTime;
    private final TimeOrderedIdentifiers ids = new TimeOrderedIdentifiers();
    private final ReentrantLock turn = new ReentrantLock();

    private volatile Known<S> known;

    /** @param refusal why nothing may be written now, if so */
    public SharedAggregate(
            Kind<C, E, S> kind, EventLog log, Vault vault, Supplier<Optional<String>> refusal, LongSupplier nanoTime) {
        this.kind = kind;
        this.log = log;
        this.vault = vault;
        this.refusal = refusal;
        this.nanoTime = nanoTime;
        this.known = new Known<>(kind.blank(), 0, nanoTime.getAsLong() - NEVER.toNanos());
    }

    /** Without looking at the log. */
    public Known<S> known() {
        return known;
    }

    /**
     * With what has come since it was read, unless it is young enough.
     *
     * @param ageMax how long ago it may have been read
     * @throws StateUnknownException if it is older and the log cannot be read
     */
    public Known<S> noOlderThan(Duration ageMax) {
        return isOld(ageMax) ? refreshed(ageMax) : known;
    }

    private boolean isOld(Duration ageMax) {
        return nanoTime.getAsLong() - known.readAt() > ageMax.toNanos();
    }

    /** Those who waited for their turn find it read by who was before them. */
    private Known<S> refreshed(Duration ageMax) {
        turn.lock();
        try {
            return isOld(ageMax) ? refreshed() : known;
        } finally {
            turn.unlock();
        }
    }

    /**
     * With what has come since it was read.
     *
     * @throws StateUnknownException if the log cannot be read
     */
    public Known<S> refreshed() {
        turn.lock();
        try {
            known = read(known);
            return known;
        } catch (LogUnavailableException e) {
            throw new StateUnknownException(e.reason(), e);
        } catch (UnknownEventTypeException | UnreadableEventException e) {
            throw new StateUnknownException(
                    "something is written there that this version of the ledger cannot read", e);
        } finally {
            turn.unlock();
        }
    }

    private Known<S> read(Known<S> before) {
        var began = nanoTime.getAsLong();
        var state = before.state();
        var next = before.next();
        while (true) {
            var page = log.ofAggregate(kind.name(), next, PAGE);
            for (var stored : page) {
                state = kind.evolve().apply(state, kind.events().cast(stored.event()));
            }
            next += page.size();
            if (page.size() < PAGE) {
                return new Known<>(state, next, began);
            }
        }
    }

    /** @param prompt whether there is still time to append what was decided */
    public Outcome change(C command, Cause cause, Optional<Once> once, Supplier<Boolean> prompt) {
        return change(state -> kind.decide().apply(state, command), cause, once, prompt);
    }

    /**
     * Decides a change and waits until the outcome is durable. Of several events the last one answers.
     *
     * @param decide not asked about what has its answer already; asked again when another node was faster
     */
    public Outcome change(Function<S, ? extends Decision<E, ?>> decide, Cause cause, Optional<Once> once) {
        return change(decide, cause, once, () -> true);
    }

    private Outcome change(
            Function<S, ? extends Decision<E, ?>> decide, Cause cause, Optional<Once> once, Supplier<Boolean> prompt) {
        var refused = refusal.get();
        if (refused.isPresent()) {
            return new Outcome.Unavailable(refused.get());
        }
        turn.lock();
        try {
            var answer = once.map(asked -> new Metadata.Answer(asked.key(), vault.fingerprint(asked.request())));
            return decided(decide, new Metadata(cause, answer), prompt);
        } catch (OutcomeUnknownException e) {
            LOG.error("It is not known whether {} was changed", kind.name(), e);
            return new Outcome.Unknown();
        } catch (LogUnavailableException e) {
            return new Outcome.Unavailable(e.reason());
        } catch (StateUnknownException e) {
            return new Outcome.Unavailable(e.reason());
        } catch (VaultUnavailableException e) {
            return new Outcome.Unavailable("the keys of data subjects cannot be read");
        } finally {
            turn.unlock();
        }
    }

    /** Decided on what the log has now: whoever writes to it in between makes it be decided again. */
    private Outcome decided(Function<S, ? extends Decision<E, ?>> decide, Metadata metadata, Supplier<Boolean> prompt) {
        for (var attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            var before = refreshed();
            var stored = metadata.answer().flatMap(this::stored);
            if (stored.isPresent()) {
                return stored.get();
            }
            switch (decide.apply(before.state())) {
                case Rejected<E, ?>(var reason) -> {
                    return new Outcome.Rejected(reason);
                }
                case Accepted<E, ?>(var events) -> {
                    if (!prompt.get()) {
                        return new Outcome.Overloaded(RETRY_AFTER);
                    }
                    try {
                        return appended(before, events, metadata);
                    } catch (DuplicateEventException e) {
                        LOG.debug("Another node has changed {} meanwhile", kind.name(), e);
                    }
                }
            }
        }
        return new Outcome.Overloaded(RETRY_AFTER);
    }

    private Optional<Outcome> stored(Metadata.Answer answer) {
        var key = new KeyOf(kind.name(), answer.key());
        return Optional.ofNullable(log.byKeys(List.of(key)).get(key)).map(event -> {
            if (!event.fingerprint().equals(Optional.of(answer.fingerprint()))) {
                return new Outcome.KeyReused();
            }
            return isSafe(event) ? new Outcome.Accepted(event.event(), event.position(), true) : new Outcome.Unknown();
        });
    }

    /** Whoever wrote it may not know. */
    private boolean isSafe(StoredEvent event) {
        try {
            log.confirm(event.position());
            return true;
        } catch (LogUnavailableException e) {
            LOG.error("A change of {} may be lost again: {}", kind.name(), e.reason());
            return false;
        }
    }

    private Outcome appended(Known<S> before, List<E> events, Metadata metadata) {
        var rows = new ArrayList<NewEvent>();
        for (var event : events) {
            var answers = rows.size() == events.size() - 1;
            rows.add(new NewEvent(
                    UUID.fromString(ids.generateIdentifier()),
                    before.next() + rows.size(),
                    event,
                    answers ? metadata : new Metadata(metadata.cause(), Optional.empty())));
        }
        var first = log.append(rows);
        var state = before.state();
        for (var event : events) {
            state = kind.evolve().apply(state, event);
        }
        known = new Known<>(state, before.next() + events.size(), before.readAt());
        return new Outcome.Accepted(events.getLast(), first + events.size() - 1, false);
    }
}
