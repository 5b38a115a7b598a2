package dev.creditledger.domain.finance;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Money;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.ChargeUsage;
import dev.creditledger.domain.account.AccountCommand.CloseAccount;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.OpenAccount;
import dev.creditledger.domain.account.AccountCommand.PlaceHold;
import dev.creditledger.domain.account.AccountCommand.ReleaseHold;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountCommand.RevokeGrant;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountCommand.WriteOff;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Disposition;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.Insufficiency;
import dev.creditledger.domain.account.KeyedId;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.Payment;
import dev.creditledger.domain.account.Referring;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.Margin;
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
import dev.creditledger.domain.subscription.Plan;
import dev.creditledger.domain.subscription.SubscriptionCommand.SetSubscription;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** An account's life at random, with lots of every funding: the same for the same seed. */
final class Lives {

    private static final AccountId ALICE = new AccountId("alice");
    private static final SubjectId OWNER = new SubjectId("owner");
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    private static final List<String> PAID = List.of("10", "9.99", "0.01", "0.000001", "1", "12345.678901", "7");
    private static final PriceBook PRICES = prices();
    private static final SessionTerms TERMS = new SessionTerms(
            Duration.ofSeconds(3), Duration.ofSeconds(6), Duration.ofSeconds(20), Duration.ofSeconds(60));

    private final Random random;
    private final List<BoundEvent> past = new ArrayList<>();
    private AccountRoot root = AccountRoot.unopened(ALICE);
    private Instant now = START;
    private int keys;

    Lives(long seed) {
        random = new Random(seed);
        submit(new OpenAccount(ALICE, OWNER, FreeText.NONE, now));
    }

    private static PriceBook prices() {
        var price = new BigDecimal("1.25");
        var model = new ModelPrice(new ModelName("vendor", "model"), "chat", new TokenPrices(price, price, price));
        var open = new OpenBook(
                BigDecimal.ONE,
                new Margin.FixedPercentage(BigDecimal.ONE),
                List.of(model),
                OWNER,
                FreeText.NONE,
                START);
        var dubbing = new PriceFeature(
                "live_dubbing",
                new FeaturePrice("second", new Credits(333_333), Map.of(Tier.PRO, new Credits(100_001))),
                Optional.empty(),
                OWNER,
                FreeText.NONE,
                START);
        var book = PriceBook.UNOPENED;
        for (var command : List.of(open, dubbing)) {
            for (var event : ((Accepted<PricingEvent, ?>) book.decide(command)).events()) {
                book = book.evolve(event);
            }
        }
        return book;
    }

    AccountRoot root() {
        return root;
    }

    /** What happens next; nothing, when the account refuses. */
    List<BoundEvent> next() {
        keys++;
        now = now.plusSeconds(random.nextInt(3));
        if (random.nextInt(60) == 0) {
            now = now.plus(Duration.ofDays(10));
        }
        return submit(command(new IdempotencyKey("key-" + keys)));
    }

    private List<BoundEvent> submit(BoundCommand command) {
        var complete = command instanceof Referring referring ? referring.with(new Past(past)) : command;
        if (!(root.decide(complete) instanceof Accepted<BoundEvent, ?>(var events))) {
            return List.of();
        }
        events.forEach(event -> root = root.evolve(event));
        past.addAll(events);
        return events;
    }

    private BoundCommand command(IdempotencyKey key) {
        return switch (random.nextInt(32)) {
            case 0, 1, 2, 3, 4 -> grant(key);
            case 5, 6, 7, 8 ->
                new DeductCredits(
                        ALICE,
                        DeductionId.of(ALICE, key),
                        amount(),
                        DeductionType.CUSTOM,
                        Optional.empty(),
                        FreeText.NONE,
                        now);
            case 9, 10 -> usage(key);
            case 11, 12, 13 ->
                new PlaceHold(ALICE, HoldId.of(ALICE, key), amount(), Duration.ofSeconds(5), FreeText.NONE, now);
            case 14, 15 ->
                new CaptureHold(
                        ALICE,
                        new HoldId(earlier()),
                        DeductionId.of(ALICE, key),
                        some(),
                        DeductionType.CUSTOM,
                        Optional.empty(),
                        FreeText.NONE,
                        now,
                        Past.NONE);
            case 16 -> new ReleaseHold(ALICE, new HoldId(earlier()), now, Past.NONE);
            case 17, 18, 19 ->
                new ReverseDeduction(
                        ALICE,
                        ReversalId.of(ALICE, key),
                        new DeductionId(earlier()),
                        some(),
                        FreeText.NONE,
                        now,
                        Past.NONE);
            case 20 -> new RevokeGrant(ALICE, new GrantId(earlier()), FreeText.NONE, now, Past.NONE);
            case 21 -> subscribe();
            case 22 -> new WriteOff(ALICE, some(), FreeText.NONE, now);
            case 23, 24 -> start(key);
            case 25, 26, 27, 28, 29 -> checkpoint(key);
            case 30 -> end(key);
            default -> close();
        };
    }

    private BoundCommand close() {
        return random.nextInt(6) == 0
                ? new CloseAccount(ALICE, Optional.of(any(Disposition.values())), FreeText.NONE, now)
                : new SettleDue(ALICE, now);
    }

    private BoundCommand start(IdempotencyKey key) {
        return new StartSession(
                ALICE,
                SessionId.of(ALICE, key),
                new LiveFeature("dubbing"),
                Optional.of("channel-" + random.nextInt(3)),
                Optional.of(1L + random.nextInt(6)),
                Optional.empty(),
                PRICES,
                TierQuotas.NONE,
                TERMS,
                FreeText.NONE,
                now);
    }

    private BoundCommand checkpoint(IdempotencyKey key) {
        return session()
                .<BoundCommand>map(session -> new CheckpointSession(
                        ALICE,
                        session.id(),
                        DeductionId.of(ALICE, key),
                        new Reading.Counted(
                                Duration.between(session.startedAt(), now).toSeconds(), Optional.empty()),
                        TierQuotas.NONE,
                        now,
                        Past.NONE))
                .orElseGet(() -> start(key));
    }

    private BoundCommand end(IdempotencyKey key) {
        return session()
                .<BoundCommand>map(session -> new EndSession(
                        ALICE,
                        session.id(),
                        any(EndReason.values()),
                        DeductionId.of(ALICE, key),
                        Optional.empty(),
                        TierQuotas.NONE,
                        FreeText.NONE,
                        now,
                        Past.NONE))
                .orElseGet(() -> start(key));
    }

    private Optional<Session> session() {
        var running = root.live().running();
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random.nextInt(running.size())));
    }

    private BoundCommand subscribe() {
        var allocation = new Credits(1_000_000L * (1 + random.nextInt(5)));
        var plan = new Plan(
                any(Tier.values()),
                allocation,
                random.nextBoolean() ? Funding.CONTRACT : Funding.PROMOTIONAL,
                new BigDecimal("0.5"),
                Credits.of(3),
                true,
                true);
        return new SetSubscription(ALICE, plan, SubscriptionStatus.ACTIVE, Optional.empty(), FreeText.NONE, now);
    }

    private BoundCommand grant(IdempotencyKey key) {
        var funding = any(Funding.values());
        var paid =
                new Money(new BigDecimal(PAID.get(random.nextInt(PAID.size()))), random.nextBoolean() ? "EUR" : "USD");
        return new GrantCredits(
                ALICE,
                GrantId.of(ALICE, key),
                amount(),
                any(Source.values()),
                funding,
                funding == Funding.PAID ? Optional.of(new Payment(paid, Optional.empty())) : Optional.empty(),
                10 * random.nextInt(3),
                random.nextInt(3) == 0 ? Optional.of(now.plusSeconds(random.nextInt(10))) : Optional.empty(),
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(now.plusSeconds(1 + random.nextInt(40))),
                FreeText.NONE,
                now);
    }

    private BoundCommand usage(IdempotencyKey key) {
        return new ChargeUsage(
                ALICE,
                DeductionId.of(ALICE, key),
                new TokenUsage("vendor", "model", random.nextInt(4_000_000), 0, 0),
                PRICES,
                DeductionType.INFERENCE,
                Optional.empty(),
                Optional.empty(),
                random.nextInt(3) == 0 ? Insufficiency.RECORD : Insufficiency.REJECT,
                FreeText.NONE,
                now);
    }

    private Credits amount() {
        return new Credits(1 + random.nextInt(5) * 999_999L + random.nextInt(3));
    }

    private Optional<Credits> some() {
        return random.nextBoolean() ? Optional.empty() : Optional.of(amount());
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** Of a grant, deduction or hold, mostly a recent one. */
    private UUID earlier() {
        var back = 1 + random.nextInt(Math.min(keys, 12));
        return KeyedId.of(ALICE, new IdempotencyKey("key-" + (keys - back)));
    }
}
