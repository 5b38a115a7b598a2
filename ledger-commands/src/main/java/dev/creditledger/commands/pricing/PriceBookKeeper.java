package dev.creditledger.commands.pricing;

import dev.creditledger.commands.shared.SharedAggregate;
import dev.creditledger.commands.shared.SharedAggregate.Kind;
import dev.creditledger.commands.shared.StateUnknownException;
import dev.creditledger.domain.Cause;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.dispatch.FirstPrices;
import dev.creditledger.domain.dispatch.Outcome;
import dev.creditledger.domain.dispatch.PriceDesk;
import dev.creditledger.domain.dispatch.PricesUnknownException;
import dev.creditledger.domain.dispatch.Submission;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.log.store.EventLog;
import dev.creditledger.log.vault.Vault;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the price book at hand, and opens it where the log has none.
 *
 * <p>A change begins {@link PriceBook#LEAD} after it was asked for at the earliest. Of that, deciding takes {@link #PROMPT}
 * at most, and a book that is used is {@link #AGE_MAX} old at most; the rest is for the append, and for clocks that differ.
 */
public final class PriceBookKeeper implements PriceDesk, AutoCloseable {

    static final Duration AGE_MAX = Duration.ofSeconds(2);
    static final Duration PROMPT = Duration.ofSeconds(1);

    private static final Duration REFRESH_EVERY = Duration.ofSeconds(1);
    private static final String JOB = "open-price-book";

    private static final Kind<PricingCommand, PricingEvent, PriceBook> KIND =
            new Kind<>(PriceBook.NAME, PricingEvent.class, PriceBook.UNOPENED, PriceBook::decide, PriceBook::evolve);

    /** The same on every node, so that the book opens once. */
    private static final Submission.Once OPENING =
            new Submission.Once(new IdempotencyKey("price-book-opening"), "opening of the price book");

    private static final Logger LOG = LoggerFactory.getLogger(PriceBookKeeper.class);

    private final SharedAggregate<PricingCommand, PricingEvent, PriceBook> book;
    private final FirstPrices firstPrices;
    private final InstantSource businessClock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("ledger-price-book").daemon().factory());

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
        this.book = new SharedAggregate<>(KIND, log, vault, refusal, nanoTime);
        this.firstPrices = firstPrices;
        this.businessClock = businessClock;
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
            if (!book.refreshed().state().isOpen()) {
                open();
            }
            if (failing) {
                failing = false;
                LOG.info("The price book is read again: {}", book.known().state());
            }
        } catch (StateUnknownException e) {
            if (!failing) {
                failing = true;
                LOG.error("The price book cannot be read, so that soon nothing is priced: {}", e.reason());
            }
        }
    }

    private void open() {
        var opening = firstPrices.opening(businessClock.instant().truncatedTo(ChronoUnit.MICROS));
        var cause = Cause.system(JOB, UUID.randomUUID().toString());
        switch (change(opening, cause, Optional.of(OPENING))) {
            case Outcome.Accepted _ ->
                LOG.debug("The price book is open: {}", book.known().state());
            case Outcome.Rejected(var reason) ->
                throw new IllegalArgumentException("these settings make no price book: " + reason);
            case Outcome other -> LOG.debug("The price book could not be opened yet: {}", other);
        }
    }

    @Override
    public PriceBook current() {
        try {
            var current = book.noOlderThan(AGE_MAX).state();
            if (!current.isOpen()) {
                throw new PricesUnknownException("the price book is not open yet");
            }
            return current;
        } catch (StateUnknownException e) {
            throw new PricesUnknownException("the price book cannot be read: " + e.reason());
        }
    }

    @Override
    public Outcome change(PricingCommand command, Cause cause, Optional<Submission.Once> once) {
        return book.change(command, cause, once, () -> isPrompt(command));
    }

    /** Otherwise it would begin before other nodes have read it. */
    private boolean isPrompt(PricingCommand command) {
        return !businessClock.instant().isAfter(command.at().plus(PROMPT));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
