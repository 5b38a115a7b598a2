package dev.creditledger.domain.root;

import static dev.creditledger.domain.AuditedLot.micros;
import static dev.creditledger.domain.root.SubscriptionModelTest.instant;

import dev.creditledger.domain.AuditedLot;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.Money;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountCommand.CaptureHold;
import dev.creditledger.domain.account.AccountCommand.ChargeUsage;
import dev.creditledger.domain.account.AccountCommand.CloseAccount;
import dev.creditledger.domain.account.AccountCommand.FreezeAccount;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.ReleaseHold;
import dev.creditledger.domain.account.AccountCommand.RevokeGrant;
import dev.creditledger.domain.account.AccountCommand.SettleDue;
import dev.creditledger.domain.account.AccountCommand.UnfreezeAccount;
import dev.creditledger.domain.account.AccountCommand.WriteOff;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Disposition;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.Insufficiency;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.Payment;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.pricing.TokenUsage;
import dev.creditledger.domain.root.Bookkeeper.Terms;
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
import java.util.TreeSet;

/** Asks an account for anything at random, and writes into a {@link Bookkeeper} what that does. */
final class RandomRequests {

    private static final long DAY = Bookkeeper.DAY;
    private static final long SECOND = Bookkeeper.SECOND;

    private static final Map<String, List<String>> MAY_BECOME = Map.of(
            "TRIAL", List.of("ACTIVE", "SUSPENDED", "CANCELLED", "EXPIRED"),
            "ACTIVE", List.of("PAST_DUE", "GRACE_PERIOD", "SUSPENDED", "CANCELLED", "EXPIRED"),
            "PAST_DUE", List.of("ACTIVE", "GRACE_PERIOD", "SUSPENDED", "CANCELLED", "EXPIRED"),
            "GRACE_PERIOD", List.of("ACTIVE", "SUSPENDED", "CANCELLED", "EXPIRED"),
            "SUSPENDED", List.of("ACTIVE", "CANCELLED", "EXPIRED"),
            "CANCELLED", List.of("ACTIVE", "EXPIRED"),
            "EXPIRED", List.of("ACTIVE"));

    private static final List<Terms> TERMS = List.of(
            new Terms("FREE", 2_000_000_000L, 0, 0, false, true),
            new Terms("PRO", 20_000_000_001L, 25, 3_000_000_000L, true, false),
            new Terms("PRO_MAX", 99_999_999_997L, 100, 250_000_000_000L, true, true),
            new Terms("ENTERPRISE_PRO", 7, 50, 3, false, false),
            new Terms("ENTERPRISE_MAX", 1_000_000_000_000L, 100, 0, true, false),
            new Terms("PERPETUAL", 0, 100, 1_000_000_000L, true, true));

    private static final List<String> ANCHORS = List.of(
            "2027-12-31T23:59:59.999999Z",
            "2028-01-30T12:00:00Z",
            "2028-02-29T00:00:00Z",
            "1969-12-31T23:00:00Z",
            "0001-01-29T00:00:00Z",
            "2031-05-31T06:00:00.5Z",
            "2150-08-30T00:00:01Z");

    private static final List<String> STATUSES = List.copyOf(new TreeSet<>(MAY_BECOME.keySet()));

    record Asked(BoundCommand command, String answer) {}

    private final Random random;
    private final List<String> grants = new ArrayList<>(List.of("no-such"));
    private final List<String> holds = new ArrayList<>(List.of("no-such"));
    private long now;
    private int count;

    RandomRequests(int seed) {
        random = new Random(seed);
        now = micros(Instant.parse("2027-10-28T00:00:00Z")) + random.nextInt(100) * DAY + random.nextInt(2) * 500_000L;
    }

    long now() {
        return now;
    }

    /** Some time soon, to look at the account then. */
    long later() {
        return now + random.nextInt(3) * random.nextLong(40 * DAY);
    }

    /** From none to half a year, and often right to where something becomes due, or just before it. */
    void passTime(Bookkeeper books) {
        var edges = new ArrayList<Long>();
        books.lots.values().forEach(lot -> edges.add(lot.until));
        books.reserves.values().forEach(reserve -> edges.add(reserve.until()));
        edges.add(books.end);
        edges.removeIf(edge -> edge == AuditedLot.NEVER || edge < now);
        now += switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> 0;
            case 4, 5 -> random.nextInt(3) - 1;
            case 6, 7 -> random.nextLong(3 * SECOND);
            case 8 -> random.nextLong(DAY);
            case 9, 10 -> random.nextLong(20 * DAY);
            case 11 -> random.nextInt(30) == 0 ? random.nextLong(200 * DAY) : random.nextLong(70 * DAY);
            default -> edges.isEmpty() ? 1 : edges.get(random.nextInt(edges.size())) - now - random.nextInt(2);
        };
    }

    Asked ask(Bookkeeper books, long time) {
        var key = "key-" + ++count;
        if (count == 1 || random.nextInt(4) == 0) {
            return set(books, time);
        }
        return switch (random.nextInt(40)) {
            case 0, 1, 2, 3, 4, 5 -> grant(books, time, key);
            case 6, 7, 8, 9, 10, 11, 12, 13, 14 -> deduct(books, key);
            case 15, 16, 17, 18, 19 -> hold(books, time, key);
            case 20, 21, 22 -> capture(books, time, key);
            case 23, 24 -> release(books, time);
            case 25, 26, 27 -> usage(books, key);
            case 28, 29 -> writeOff(books);
            case 30, 31 -> revoke(books);
            case 32 -> freeze(books);
            case 33, 34 -> unfreeze(books);
            case 35, 36, 37, 38 -> new Asked(new SettleDue(Customer.ID, at()), "accepted");
            default -> random.nextInt(4) == 0 ? close(books) : set(books, time);
        };
    }

    private Instant at() {
        return instant(now);
    }

    private String pick(List<String> keys) {
        return keys.get(random.nextInt(keys.size()));
    }

    private Asked set(Bookkeeper books, long time) {
        var terms = random.nextInt(3) == 0 && books.subscribed ? books.terms : TERMS.get(random.nextInt(TERMS.size()));
        var status = random.nextInt(5) > 1 ? "ACTIVE" : pick(STATUSES);
        var anchor = random.nextInt(5) == 0 || (count == 1 && random.nextBoolean())
                ? Optional.of(anchor())
                : Optional.<Long>empty();
        var command = new SetSubscription(
                Customer.ID,
                plan(terms),
                SubscriptionStatus.valueOf(status),
                anchor.map(SubscriptionModelTest::instant),
                FreeText.NONE,
                at());
        if (books.closed) {
            return new Asked(command, "AccountIsClosed");
        }
        var legal = books.subscribed
                ? books.status.equals(status)
                        || MAY_BECOME.getOrDefault(books.status, List.of()).contains(status)
                : List.of("TRIAL", "ACTIVE").contains(status);
        if (!legal) {
            return new Asked(command, "IllegalStatusChange");
        }
        books.set(terms, status, anchor.orElse(books.subscribed ? books.anchor : time), time);
        return new Asked(command, "accepted");
    }

    private long anchor() {
        return switch (random.nextInt(3)) {
            case 0 -> micros(Instant.parse(pick(ANCHORS)));
            case 1 -> now + random.nextLong(90 * DAY) - 60 * DAY;
            default -> Math.floorDiv(now, DAY) * DAY + (random.nextInt(5) - 2) * DAY;
        };
    }

    private static Plan plan(Terms terms) {
        return new Plan(
                Tier.valueOf(terms.tier()),
                new Credits(terms.allocation()),
                terms.tier().startsWith("E") ? Funding.CONTRACT : Funding.PROMOTIONAL,
                BigDecimal.valueOf(terms.rolloverPercent(), 2),
                new Credits(terms.rolloverMost()),
                terms.late(),
                terms.grace());
    }

    private long amount(long available) {
        return switch (random.nextInt(6)) {
            case 0 -> Math.max(1, available);
            case 1 -> 1 + random.nextLong(30);
            case 2 -> Math.min(available + 1, Credits.MAX.millionths());
            default -> 1 + random.nextLong(Math.max(1, available));
        };
    }

    private Asked grant(Bookkeeper books, long time, String key) {
        var paid = random.nextBoolean();
        var from = random.nextInt(3) == 0 ? Optional.of(now + random.nextLong(9) * 5 * DAY) : Optional.<Long>empty();
        var until = random.nextInt(3) == 0 ? Optional.of(now + random.nextLong(9) * 9 * DAY) : Optional.<Long>empty();
        var lot = new AuditedLot();
        lot.id = key;
        lot.free = random.nextInt(60) == 0 ? 999_999_000_000_000L : 1 + random.nextLong(9_000_000_000L);
        lot.priority = 20 * random.nextInt(4);
        lot.from = from.orElse(time);
        lot.until = until.orElse(AuditedLot.NEVER);
        lot.paid = paid;
        lot.waits = lot.from > time;
        var command = new GrantCredits(
                Customer.ID,
                Customer.grantId(key),
                new Credits(lot.free),
                Source.BONUS,
                paid ? Funding.PAID : Funding.PROMOTIONAL,
                paid ? Optional.of(new Payment(new Money(BigDecimal.TEN, "EUR"), Optional.empty())) : Optional.empty(),
                lot.priority,
                from.map(SubscriptionModelTest::instant),
                until.map(SubscriptionModelTest::instant),
                FreeText.NONE,
                at());
        if (books.closed) {
            return new Asked(command, "AccountIsClosed");
        }
        if (lot.until <= lot.from || lot.until <= time) {
            return new Asked(command, "GrantExpiredBeforeStart");
        }
        if (lot.free > books.room()) {
            return new Asked(command, "LifetimeLimitExceeded");
        }
        books.grant(lot);
        grants.add(key);
        return new Asked(command, "accepted");
    }

    private static Optional<String> refusesToSpend(Bookkeeper books, long amount) {
        if (books.closed) {
            return Optional.of("AccountIsClosed");
        }
        if (books.frozen) {
            return Optional.of("AccountIsFrozen");
        }
        if (!books.maySpend()) {
            return Optional.of("SpendingStopped");
        }
        if (books.uncovered > 0) {
            return Optional.of("UsageUncovered");
        }
        return amount > books.available() ? Optional.of("InsufficientCredits") : Optional.empty();
    }

    private Asked deduct(Bookkeeper books, String key) {
        var amount = amount(books.available());
        var refusal = refusesToSpend(books, amount);
        if (refusal.isEmpty()) {
            books.spend(amount);
        }
        return new Asked(Customer.deduction(key, new Credits(amount), at()), refusal.orElse("accepted"));
    }

    /** A token costs 200 millionths for everybody, half as much again for pro. */
    private Asked usage(Bookkeeper books, String key) {
        var tokens = 1 + random.nextInt(20_000_000);
        var cost = tokens * (books.terms.tier().equals("PRO") ? 300L : 200L);
        var record = random.nextInt(3) > 0;
        var command = new ChargeUsage(
                Customer.ID,
                Customer.deductionId(key),
                new TokenUsage("openai", "gpt-5-mini", tokens, 0, 0),
                Prices.BOOK,
                DeductionType.INFERENCE,
                Optional.empty(),
                Optional.empty(),
                record ? Insufficiency.RECORD : Insufficiency.REJECT,
                FreeText.NONE,
                at());
        if (record && !books.closed) {
            books.record(cost);
            return new Asked(command, "accepted");
        }
        var refusal = refusesToSpend(books, cost);
        if (refusal.isEmpty()) {
            books.spend(cost);
        }
        return new Asked(command, refusal.orElse("accepted"));
    }

    private Asked writeOff(Bookkeeper books) {
        var amount = random.nextBoolean() ? Optional.of(amount(books.uncovered)) : Optional.<Long>empty();
        var command = new WriteOff(Customer.ID, amount.map(Credits::new), FreeText.NONE, at());
        if (books.closed) {
            return new Asked(command, "AccountIsClosed");
        }
        if (books.uncovered == 0 || amount.orElse(0L) > books.uncovered) {
            return new Asked(command, "WriteOffExceedsUncovered");
        }
        books.uncovered -= amount.orElse(books.uncovered);
        return new Asked(command, "accepted");
    }

    private Asked hold(Bookkeeper books, long time, String key) {
        var amount = amount(books.available());
        var timeToLive = Duration.ofSeconds(1 + random.nextInt(random.nextBoolean() ? 86_400 : 5));
        var refusal = refusesToSpend(books, amount);
        if (refusal.isEmpty()) {
            books.reserve(key, amount, time + timeToLive.toSeconds() * SECOND);
            holds.add(key);
        }
        return new Asked(Customer.hold(key, new Credits(amount), timeToLive, at()), refusal.orElse("accepted"));
    }

    private static Optional<String> refusesHold(Bookkeeper books, String hold) {
        if (books.closed) {
            return Optional.of("AccountIsClosed");
        }
        if (books.reserves.containsKey(hold)) {
            return Optional.empty();
        }
        return Optional.of(books.closedReserves.contains(hold) ? "HoldIsClosed" : "NoSuchHold");
    }

    private Asked capture(Bookkeeper books, long time, String key) {
        var hold = holds.getLast();
        var refusal = refusesHold(books, hold);
        var held = refusal.isEmpty() ? books.reserved(hold) : 0;
        var amount = random.nextBoolean() ? Optional.of(amount(held)) : Optional.<Long>empty();
        var command = new CaptureHold(
                Customer.ID,
                Customer.holdId(hold),
                Customer.deductionId(key),
                amount.map(Credits::new),
                DeductionType.CUSTOM,
                Optional.empty(),
                FreeText.NONE,
                at(),
                Past.NONE);
        if (refusal.isPresent()) {
            return new Asked(command, refusal.get());
        }
        if (amount.orElse(0L) > held) {
            return new Asked(command, "CaptureExceedsHold");
        }
        books.capture(hold, amount.orElse(held), time);
        return new Asked(command, "accepted");
    }

    private Asked release(Bookkeeper books, long time) {
        var hold = pick(holds);
        var refusal = refusesHold(books, hold);
        if (refusal.isEmpty()) {
            books.letGo(hold, time);
        }
        return new Asked(
                new ReleaseHold(Customer.ID, Customer.holdId(hold), at(), Past.NONE), refusal.orElse("accepted"));
    }

    private Asked revoke(Bookkeeper books) {
        var grant = pick(grants);
        var command = new RevokeGrant(Customer.ID, Customer.grantId(grant), FreeText.NONE, at(), Past.NONE);
        if (books.closed) {
            return new Asked(command, "AccountIsClosed");
        }
        if (!books.lots.containsKey(grant)) {
            return new Asked(command, "NoSuchGrant");
        }
        books.revoke(grant);
        return new Asked(command, "accepted");
    }

    private Asked freeze(Bookkeeper books) {
        var answer = books.closed ? "AccountIsClosed" : books.frozen ? "AccountIsFrozen" : "accepted";
        books.frozen = true;
        return new Asked(new FreezeAccount(Customer.ID, FreeText.NONE, at()), answer);
    }

    private Asked unfreeze(Bookkeeper books) {
        var answer = books.closed ? "AccountIsClosed" : books.frozen ? "accepted" : "AccountIsNotFrozen";
        books.frozen = false;
        return new Asked(new UnfreezeAccount(Customer.ID, FreeText.NONE, at()), answer);
    }

    private Asked close(Bookkeeper books) {
        var disposition = random.nextInt(3) == 0
                ? Optional.<Disposition>empty()
                : Optional.of(random.nextBoolean() ? Disposition.FORFEIT : Disposition.REVOKE_FOR_REFUND);
        var command = new CloseAccount(Customer.ID, disposition, FreeText.NONE, at());
        if (books.closed) {
            return new Asked(command, "AccountIsClosed");
        }
        var left = books.available() + books.pending() > 0;
        if (!books.reserves.isEmpty() || books.uncovered > 0 || (left && disposition.isEmpty())) {
            return new Asked(command, "AccountNotEmpty");
        }
        books.close(disposition.orElse(Disposition.FORFEIT) == Disposition.FORFEIT);
        return new Asked(command, "accepted");
    }
}
