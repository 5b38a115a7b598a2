package dev.creditledger.domain.simulation;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Money;
import dev.creditledger.domain.Rejection;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.ChargeUsage;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.OpenAccount;
import dev.creditledger.domain.account.AccountCommand.PlaceHold;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountCommand.WriteOff;
import dev.creditledger.domain.account.AccountEvent.CreditsDeducted;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Allotment;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.Insufficiency;
import dev.creditledger.domain.account.LedgerKey;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.Payment;
import dev.creditledger.domain.account.Referring;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.pricing.ModelPrice;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import dev.creditledger.domain.pricing.PricingCommand.PriceFeature;
import dev.creditledger.domain.pricing.PricingEvent;
import dev.creditledger.domain.pricing.TokenPrices;
import dev.creditledger.domain.pricing.TokenUsage;
import dev.creditledger.domain.quota.TierQuotas;
import dev.creditledger.domain.root.AccountRoot;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.Reading;
import dev.creditledger.domain.session.Session;
import dev.creditledger.domain.session.SessionCommand.CheckpointSession;
import dev.creditledger.domain.session.SessionCommand.EndSession;
import dev.creditledger.domain.session.SessionCommand.StartSession;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.domain.session.SessionTerms;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened to one account, decided by the rules; a minute passes with each command. */
final class Life {

    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final TokenPrices PRICES =
            new TokenPrices(new BigDecimal("0.15"), new BigDecimal("0.075"), new BigDecimal("0.6"));
    static final BigDecimal MARGIN = new BigDecimal("1.5");
    static final BigDecimal WORTH = new BigDecimal("0.01");
    static final ModelName MINI = new ModelName("openai", "gpt-4o-mini");
    static final ModelName OTHER = new ModelName("openai", "o-other");
    private static final SessionTerms TERMS = new SessionTerms(
            Duration.ofSeconds(3), Duration.ofSeconds(6), Duration.ofSeconds(120), Duration.ofSeconds(600));
    private static final PriceBook BOOK = book();

    final AccountId id;
    private final List<BoundEvent> events = new ArrayList<>();
    private AccountRoot root;
    private int commands;
    private Instant now = START;

    Life(String name) {
        id = new AccountId(name);
        root = AccountRoot.unopened(id);
        take(new OpenAccount(id, new SubjectId(name), FreeText.NONE, now));
    }

    private static PriceBook book() {
        var opening = new OpenBook(
                WORTH,
                new FixedPercentage(MARGIN),
                List.of(new ModelPrice(MINI, "chat", PRICES), new ModelPrice(OTHER, "chat", PRICES)),
                new SubjectId("admin"),
                FreeText.NONE,
                START.minus(Duration.ofDays(10)));
        var dubbing = new PriceFeature(
                "live_dubbing",
                new FeaturePrice("second", credits("1"), Map.of()),
                Optional.empty(),
                new SubjectId("admin"),
                FreeText.NONE,
                START.minus(Duration.ofDays(10)));
        var book = PriceBook.UNOPENED;
        for (var command : List.of(opening, dubbing)) {
            for (var event : ((Accepted<PricingEvent, ?>) book.decide(command)).events()) {
                book = book.evolve(event);
            }
        }
        return book;
    }

    Account account() {
        return root.account();
    }

    List<Session> sessions() {
        return root.live().running();
    }

    List<BoundEvent> events() {
        return events;
    }

    Instant now() {
        return now;
    }

    void at(Instant time) {
        now = time;
    }

    IdempotencyKey key() {
        return new IdempotencyKey("key-" + commands++);
    }

    boolean tries(BoundCommand command) {
        return submit(command) instanceof Accepted<?, ?>;
    }

    private Decision<BoundEvent, Rejection> submit(BoundCommand command) {
        var complete =
                command instanceof Referring about && root.missing(command).isPresent()
                        ? about.with(new Past(events))
                        : command;
        var decision = root.decide(complete);
        if (decision instanceof Accepted<BoundEvent, ?>(var accepted)) {
            accepted.forEach(this::happen);
        }
        return decision;
    }

    private void happen(BoundEvent event) {
        root = root.evolve(event);
        events.add(event);
    }

    private void take(BoundCommand command) {
        var decision = submit(command);
        if (!(decision instanceof Accepted<?, ?>)) {
            throw new AssertionError(command + ": " + decision);
        }
        now = now.plusSeconds(60);
    }

    void grant(String credits, Source source, Optional<Instant> expiresAt) {
        var key = key();
        var paid = source == Source.PURCHASE;
        take(new GrantCredits(
                id,
                GrantId.of(id, key),
                credits(credits),
                source,
                paid ? Funding.PAID : Funding.PROMOTIONAL,
                paid ? Optional.of(new Payment(new Money(BigDecimal.TEN, "EUR"), Optional.empty())) : Optional.empty(),
                source.defaultPriority(),
                Optional.empty(),
                expiresAt,
                FreeText.NONE,
                now));
    }

    void grant(String credits) {
        grant(credits, Source.BONUS, Optional.empty());
    }

    /** A million tokens of input cost 0.15 USD, so 22.5 credits. */
    CreditsDeducted use(ModelName model, long inputTokens, Insufficiency onInsufficient) {
        take(charge(model, inputTokens, onInsufficient));
        return (CreditsDeducted) events.getLast();
    }

    CreditsDeducted use(long inputTokens) {
        return use(MINI, inputTokens, Insufficiency.REJECT);
    }

    ChargeUsage charge(ModelName model, long inputTokens, Insufficiency onInsufficient) {
        return new ChargeUsage(
                id,
                DeductionId.of(id, key()),
                new TokenUsage(model.vendor(), model.model(), inputTokens, inputTokens / 3, inputTokens / 7),
                BOOK,
                DeductionType.INFERENCE,
                Optional.of("chat"),
                Optional.empty(),
                onInsufficient,
                FreeText.NONE,
                now);
    }

    /** As a subscription's period does. */
    GrantId allotted(String key, String credits, Instant until) {
        var event = Allotment.granted(
                root.account(),
                new LedgerKey("subscription/" + key),
                credits(credits),
                Funding.PROMOTIONAL,
                now,
                until,
                now,
                now);
        happen(event);
        return event.grant();
    }

    void settle() {
        take(new SettleDue(id, now));
    }

    void writeOff() {
        take(new WriteOff(id, Optional.empty(), FreeText.NONE, now));
    }

    void deduct(String credits) {
        take(new DeductCredits(
                id,
                DeductionId.of(id, key()),
                credits(credits),
                DeductionType.CUSTOM,
                Optional.empty(),
                FreeText.NONE,
                now));
    }

    HoldId hold(String credits) {
        var hold = HoldId.of(id, key());
        take(new PlaceHold(id, hold, credits(credits), Duration.ofHours(1), FreeText.NONE, now));
        return hold;
    }

    void capture(HoldId hold, String credits) {
        take(new CaptureHold(
                id,
                hold,
                DeductionId.of(id, key()),
                Optional.of(credits(credits)),
                DeductionType.CUSTOM,
                Optional.empty(),
                FreeText.NONE,
                now,
                Past.NONE));
    }

    void reverse(CreditsDeducted deduction, Credits amount) {
        take(new ReverseDeduction(
                id,
                ReversalId.of(id, key()),
                deduction.deduction(),
                Optional.of(amount),
                FreeText.NONE,
                now,
                Past.NONE));
    }

    /** A second of dubbing costs a credit. */
    StartSession start(IdempotencyKey key, long estimate) {
        return new StartSession(
                id,
                SessionId.of(id, key),
                new LiveFeature("dubbing"),
                Optional.of(key.value()),
                Optional.of(estimate),
                Optional.empty(),
                BOOK,
                TierQuotas.NONE,
                TERMS,
                FreeText.NONE,
                now);
    }

    /** All seconds since it began. */
    CheckpointSession checkpoint(Session session) {
        return new CheckpointSession(
                id,
                session.id(),
                DeductionId.of(id, key()),
                new Reading.Counted(Duration.between(session.startedAt(), now).toSeconds(), Optional.empty()),
                TierQuotas.NONE,
                now,
                Past.NONE);
    }

    EndSession end(Session session) {
        return new EndSession(
                id,
                session.id(),
                EndReason.USER_STOPPED,
                DeductionId.of(id, key()),
                Optional.empty(),
                TierQuotas.NONE,
                FreeText.NONE,
                now,
                Past.NONE);
    }

    /** A minute, charged at its end. */
    void talk() {
        take(start(key(), 60));
        take(end(sessions().getFirst()));
    }

    static Credits credits(String amount) {
        return Credits.exactly(new BigDecimal(amount));
    }
}
