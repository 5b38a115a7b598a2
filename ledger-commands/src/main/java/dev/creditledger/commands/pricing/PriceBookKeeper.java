package dev.creditledger.commands.pricing;

import dev.creditledger.commands.account.TimeOrderedIdentifiers;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.Decision.Rejected;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.dispatch.FirstPrices;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.PriceDesk;
import dev.creditledger.domain.dispatch.PricesUnknownException;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand;
import dev.creditledger.domain.pricing.PricingEvent;
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
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the price book and changes it, beside other nodes that do the same: the log tells who was first.
 *
 * <p>A change begins {@link PriceBook#LEAD} after it was asked for at the earliest. Of that, deciding takes {@link #PROMPT}
 * at most, and a book that is used is {@link #AGE_MAX} old at most; the rest is for the append, and for clocks that differ.
 */
public final class PriceBookKeeper implements PriceDesk, AutoCloseable {

    static final Duration AGE_MAX = Duration.ofSeconds(2);
    static final Duration PROMPT = Duration.ofSeconds(1);

    private static final Duration REFRESH_EVERY = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final int ATTEMPTS_MAX = 5;
    private static final String JOB = "open-price-book";

    /** The same on every node, so that the book opens once. */
    private static final Submission.Once OPENING =
            new Submission.Once(new IdempotencyKey("price-book-opening"), "opening of the price book");

    private static final Logger LOG = LoggerFactory.getLogger(PriceBookKeeper.class);

    private final EventLog log;
    private final Vault vault;
    private final FirstPrices firstPrices;
    private final InstantSource businessClock;
    private final Supplier<Optional<String>> refusal;
    private final LongSupplier nanoTime;
    private final TimeOrderedIdentifiers ids = new TimeOrderedIdentifiers();
    private final ReentrantLock turn = new ReentrantLock();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ledger-price-book").daemon().factory());

    private volatile KnownBook known;

    /** So that an outage is told once. */
    private boolean failing;

    /** @param refusal why nothing may be written now, if so */
    public PriceBookKeeper(
            EventLog log,
            Vault vault,
            FirstPrices firstPrices,
            InstantSource businessClock,
            Supplier<Optional<String>> refusal) {
        this(log, vault, firstPrices, businessClock, refusal, System::nanoTime);
    }

    PriceBookKeeper(
            EventLog log,
            Vault vault,
            FirstPrices firstPrices,
            InstantSource businessClock,
            Supplier<Optional<String>> refusal,
            LongSupplier nanoTime) {
        this.log = log;
        this.vault = vault;
        this.firstPrices = firstPrices;
        this.businessClock = businessClock;
        this.refusal = refusal;
        this.nanoTime = nanoTime;
        this.known = KnownBook.nothing(nanoTime.getAsLong());
    }

    /**
     * Reads the book, opens it if there is none, and looks for changes from now on.
     *
     * @throws IllegalArgumentException if there is none, and the settings make none
     */
    public PriceBookKeeper start() {
        keepUp();
        var _ = timer.scheduleWithFixedDelay(
                this::lookAgain, REFRESH_EVERY.toMillis(), REFRESH_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private void lookAgain() {
        try {
            keepUp();
        } catch (RuntimeException e) {
            LOG.error("The price book is not kept up", e);
        }
    }

    /** By the thread that starts it, and from then on by the timer's. */
    private void keepUp() {
        try {
            refreshed();
            if (known.book().version() == 0) {
                open();
            }
            if (failing) {
                failing = false;
                LOG.info("The price book is read again: {}", known.book());
            }
        } catch (LogUnavailableException | UnknownEventTypeException | UnreadableEventException e) {
            if (!failing) {
                failing = true;
                LOG.error("The price book cannot be read, so that soon nothing is priced: {}", reason(e));
            }
        }
    }

    private void open() {
        var opening = firstPrices.opening(businessClock.instant().truncatedTo(ChronoUnit.MICROS));
        var cause = Cause.system(JOB, UUID.randomUUID().toString());
        switch (change(opening, cause, Optional.of(OPENING))) {
            case Outcome.Accepted _ -> LOG.debug("The price book is open: {}", known.book());
            case Outcome.Rejected(var reason) ->
                throw new IllegalArgumentException("these settings make no price book: " + reason);
            case Outcome other -> LOG.debug("The price book could not be opened yet: {}", other);
        }
    }

    @Override
    public PriceBook current() {
        var now = known;
        if (isOld(now)) {
            now = refreshedForCaller();
        }
        if (now.book().version() == 0) {
            throw new PricesUnknownException("the price book is not open yet");
        }
        return now.book();
    }

    private boolean isOld(KnownBook book) {
        return nanoTime.getAsLong() - book.readAt() > AGE_MAX.toNanos();
    }

    private KnownBook refreshedForCaller() {
        turn.lock();
        try {
            return isOld(known) ? refreshed() : known;
        } catch (LogUnavailableException | UnknownEventTypeException | UnreadableEventException e) {
            throw new PricesUnknownException("the price book cannot be read: " + reason(e));
        } finally {
            turn.unlock();
        }
    }

    private KnownBook refreshed() {
        turn.lock();
        try {
            var latest = known.refreshed(log, nanoTime);
            known = latest;
            return latest;
        } finally {
            turn.unlock();
        }
    }

    private static String reason(RuntimeException failure) {
        return failure instanceof LogUnavailableException log
                ? log.reason()
                : "something is written there that this version of the ledger cannot read";
    }

    @Override
    public Outcome change(PricingCommand command, Cause cause, Optional<Submission.Once> once) {
        var refused = refusal.get();
        if (refused.isPresent()) {
            return new Outcome.Unavailable(refused.get());
        }
        turn.lock();
        try {
            var answer = once.map(asked -> new Metadata.Answer(asked.key(), vault.fingerprint(asked.request())));
            return decided(command, new Metadata(cause, answer));
        } catch (OutcomeUnknownException e) {
            LOG.error("It is not known whether the price book was changed", e);
            return new Outcome.Unknown();
        } catch (LogUnavailableException | UnknownEventTypeException | UnreadableEventException e) {
            return new Outcome.Unavailable(reason(e));
        } catch (VaultUnavailableException e) {
            return new Outcome.Unavailable("the keys of data subjects cannot be read");
        } finally {
            turn.unlock();
        }
    }

    /** Decided on what the log has now: whoever writes to it in between makes it be decided again. */
    private Outcome decided(PricingCommand command, Metadata metadata) {
        for (var attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            var before = refreshed();
            var stored = metadata.answer().flatMap(this::stored);
            if (stored.isPresent()) {
                return stored.get();
            }
            switch (before.book().decide(command)) {
                case Rejected<PricingEvent, ?>(var reason) -> {
                    return new Outcome.Rejected(reason);
                }
                case Accepted<PricingEvent, ?>(var events) -> {
                    if (isLate(command)) {
                        return new Outcome.Overloaded(RETRY_AFTER);
                    }
                    try {
                        return appended(before, events, metadata);
                    } catch (DuplicateEventException e) {
                        LOG.debug("Another node has changed the price book meanwhile", e);
                    }
                }
            }
        }
        return new Outcome.Overloaded(RETRY_AFTER);
    }

    private Optional<Outcome> stored(Metadata.Answer answer) {
        var key = new KeyOf(PriceBook.NAME, answer.key());
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
            LOG.error("A change of the price book may be lost again: {}", e.reason());
            return false;
        }
    }

    /** It would begin before other nodes have read it. */
    private boolean isLate(PricingCommand command) {
        return businessClock.instant().isAfter(command.at().plus(PROMPT));
    }

    private Outcome appended(KnownBook before, List<PricingEvent> events, Metadata metadata) {
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
        var book = before.book();
        for (var event : events) {
            book = book.evolve(event);
        }
        known = new KnownBook(book, before.next() + events.size(), before.readAt());
        return new Outcome.Accepted(events.getLast(), first + events.size() - 1, false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
