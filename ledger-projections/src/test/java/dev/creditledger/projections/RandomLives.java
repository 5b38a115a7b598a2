package dev.creditledger.projections;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Money;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountCommand;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.ChargeUsage;
import dev.creditledger.domain.account.AccountCommand.CloseAccount;
import dev.creditledger.domain.account.AccountCommand.DeductCredits;
import dev.creditledger.domain.account.AccountCommand.DeductFeature;
import dev.creditledger.domain.account.AccountCommand.FreezeAccount;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.OpenAccount;
import dev.creditledger.domain.account.AccountCommand.PlaceHold;
import dev.creditledger.domain.account.AccountCommand.ReleaseHold;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountCommand.RevokeGrant;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountCommand.UnfreezeAccount;
import dev.creditledger.domain.account.AccountCommand.WriteOff;
import dev.creditledger.domain.account.AccountEvent;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Deduction;
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
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.pricing.TokenUsage;
import dev.creditledger.domain.subscription.Plan;
import dev.creditledger.domain.subscription.SubscriptionCommand.SetSubscription;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * Accounts that live at random, each differently, but the same for the same seed. Times come from a coarse grid, so that
 * things fall due just when commands come.
 */
public final class RandomLives {

    public static final Instant START = Instant.parse("2026-01-31T23:59:30Z");

    private final TestLedger ledger;
    private final Random random;
    private final List<AccountId> accounts = new ArrayList<>();
    private final List<BoundEvent> events = new ArrayList<>();
    private Instant now = START;
    private final RandomSessions live;
    private int keys;

    public RandomLives(TestLedger ledger, long seed, int accounts) {
        this.ledger = ledger;
        this.random = new Random(seed);
        this.live = new RandomSessions(ledger, random);
        for (var i = 0; i < accounts; i++) {
            var account = new AccountId("account-" + i);
            this.accounts.add(account);
            var text = FreeText.of(Map.of("email", "person-" + i + "@example.org"));
            submit(new OpenAccount(account, new SubjectId("owner-" + i % 3), text, now));
        }
    }

    public List<AccountId> accounts() {
        return accounts;
    }

    /** Everything that happened. */
    public List<BoundEvent> events() {
        return events;
    }

    public Instant now() {
        return now;
    }

    /** An instant around now, often one at which something is due. */
    public Instant soon() {
        return now.plusSeconds(random.nextInt(20)).plus(random.nextInt(3) - 1, ChronoUnit.MICROS);
    }

    public RandomLives live(int commands) {
        for (var i = 0; i < commands; i++) {
            now = now.plusSeconds(random.nextInt(3)).plus(random.nextInt(3), ChronoUnit.MICROS);
            submit(command(accounts.get(random.nextInt(accounts.size()))));
        }
        return this;
    }

    private void submit(BoundCommand command) {
        events.addAll(ledger.submit(command, "key-" + keys));
        keys++;
    }

    private BoundCommand command(AccountId account) {
        var key = new IdempotencyKey("key-" + keys);
        var reason = FreeText.of(Map.of("reason", "because of " + keys));
        return switch (random.nextInt(52)) {
            case 0, 1, 2, 3, 4, 5 -> grant(account, key);
            case 6, 7, 8 ->
                new DeductCredits(account, DeductionId.of(account, key), amount(), type(), feature(), text(), now);
            case 9, 10, 11 -> usage(account, key);
            case 12, 13, 14, 15 ->
                new PlaceHold(
                        account,
                        HoldId.of(account, key),
                        amount(),
                        Duration.ofSeconds(1 + random.nextInt(30)),
                        text(),
                        now);
            case 16, 17, 18 ->
                new CaptureHold(
                        account,
                        hold(account),
                        DeductionId.of(account, key),
                        some(),
                        type(),
                        feature(),
                        text(),
                        now,
                        Past.NONE);
            case 19, 20 -> new ReleaseHold(account, hold(account), now, Past.NONE);
            case 21, 22, 23, 24 ->
                new ReverseDeduction(
                        account,
                        ReversalId.of(account, key),
                        new DeductionId(earlier(account)),
                        some(),
                        reason,
                        now,
                        Past.NONE);
            case 25 -> new RevokeGrant(account, new GrantId(earlier(account)), reason, now, Past.NONE);
            case 26 -> new FreezeAccount(account, reason, now);
            case 27 -> new UnfreezeAccount(account, reason, now);
            case 28 -> new SettleDue(account, now);
            case 29, 30 -> featureUse(account, key);
            case 31, 32, 33, 34 -> subscription(account, reason);
            case 35 -> new WriteOff(account, some(), reason, now);
            case 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50 -> live.command(account, key, text(), now);
            default -> close(account, reason);
        };
    }

    private AccountCommand close(AccountId account, FreeText reason) {
        return random.nextInt(8) == 0
                ? new CloseAccount(account, Optional.of(any(Disposition.values())), reason, now)
                : new SettleDue(account, now);
    }

    private AccountCommand featureUse(AccountId account, IdempotencyKey key) {
        return new DeductFeature(
                account,
                DeductionId.of(account, key),
                random.nextInt(5) == 0 ? "unknown" : "dubbing",
                new BigDecimal(1 + random.nextInt(3_000)).movePointLeft(3),
                Prices.BOOK,
                type(),
                text(),
                now);
    }

    /** Often with a period that is over in a moment. */
    private SetSubscription subscription(AccountId account, FreeText reason) {
        return new SetSubscription(
                account,
                new Plan(
                        any(Tier.values()),
                        new Credits(random.nextInt(4) * 1_234_567L),
                        random.nextBoolean() ? Funding.CONTRACT : Funding.PROMOTIONAL,
                        new BigDecimal(random.nextInt(5)).movePointLeft(1),
                        new Credits(random.nextInt(500_000)),
                        random.nextBoolean(),
                        random.nextBoolean()),
                random.nextInt(3) > 0 ? SubscriptionStatus.ACTIVE : any(SubscriptionStatus.values()),
                random.nextInt(3) == 0 ? Optional.of(now.plusSeconds(random.nextInt(20))) : Optional.empty(),
                reason,
                now);
    }

    private Payment payment() {
        var sum = new BigDecimal(random.nextInt(10_000)).movePointLeft(2);
        return new Payment(new Money(sum, random.nextBoolean() ? "EUR" : "USD"), Optional.empty());
    }

    private AccountCommand grant(AccountId account, IdempotencyKey key) {
        var paid = random.nextInt(3) == 0;
        return new GrantCredits(
                account,
                GrantId.of(account, key),
                amount(),
                any(Source.values()),
                paid ? Funding.PAID : Funding.PROMOTIONAL,
                paid ? Optional.of(payment()) : Optional.empty(),
                10 * random.nextInt(3),
                random.nextInt(3) == 0 ? Optional.of(now.plusSeconds(random.nextInt(20))) : Optional.empty(),
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(now.plusSeconds(random.nextInt(60))),
                text(),
                now);
    }

    private AccountCommand usage(AccountId account, IdempotencyKey key) {
        var input = random.nextInt(random.nextInt(8) == 0 ? 2_000_000 : 2_000);
        var tokens = new TokenUsage(
                "vendor-" + random.nextInt(2),
                "model-" + random.nextInt(3),
                input,
                random.nextInt(input + 1),
                random.nextInt(500));
        return new ChargeUsage(
                account,
                DeductionId.of(account, key),
                tokens,
                Prices.BOOK,
                DeductionType.INFERENCE,
                feature(),
                random.nextBoolean() ? Optional.of(now.minusSeconds(random.nextInt(90_000))) : Optional.empty(),
                any(Insufficiency.values()),
                text(),
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

    private DeductionType type() {
        return any(DeductionType.values());
    }

    private Optional<String> feature() {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of("feature-" + random.nextInt(2));
    }

    private FreeText text() {
        return random.nextInt(3) == 0 ? FreeText.of(Map.of("metadata.trace", "trace-" + keys)) : FreeText.NONE;
    }

    private UUID earlier(AccountId account) {
        var key = new IdempotencyKey("key-" + random.nextInt(keys));
        var recent = events.reversed().stream()
                .filter(event -> event.account().equals(account))
                .limit(12)
                .toList();
        if (recent.isEmpty() || random.nextInt(4) == 0) {
            return KeyedId.of(account, key);
        }
        return switch (recent.get(random.nextInt(recent.size()))) {
            case Deduction it -> it.deduction().value();
            case AccountEvent.CreditsGranted it -> it.grant().value();
            default -> KeyedId.of(account, key);
        };
    }

    private HoldId hold(AccountId account) {
        var open = ledger.account(account).holds().bySoonestExpiry();
        return open.isEmpty()
                ? new HoldId(earlier(account))
                : open.get(random.nextInt(open.size())).id();
    }
}
