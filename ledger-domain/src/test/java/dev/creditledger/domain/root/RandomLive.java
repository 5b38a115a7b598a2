package dev.creditledger.domain.root;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountCommand.FreezeAccount;
import dev.creditledger.domain.account.AccountCommand.GrantCredits;
import dev.creditledger.domain.account.AccountCommand.ReleaseHold;
import dev.creditledger.domain.account.AccountCommand.ReverseDeduction;
import dev.creditledger.domain.account.AccountCommand.RevokeGrant;
import dev.creditledger.domain.account.AccountCommand.UnfreezeAccount;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand.PriceFeature;
import dev.creditledger.domain.quota.QuotaCommand.SetAccountQuota;
import dev.creditledger.domain.quota.QuotaLimits;
import dev.creditledger.domain.quota.TierQuotas;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.Reading;
import dev.creditledger.domain.session.Session;
import dev.creditledger.domain.session.SessionCommand.CheckpointSession;
import dev.creditledger.domain.session.SessionCommand.EndSession;
import dev.creditledger.domain.session.SessionCommand.Heartbeat;
import dev.creditledger.domain.session.SessionCommand.ResumeSession;
import dev.creditledger.domain.session.SessionCommand.StartSession;
import dev.creditledger.domain.session.SessionCommand.WatchSession;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.domain.session.SessionTerms;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Asks an account for anything at random, most of it about live sessions. */
final class RandomLive {

    private static final List<String> FEATURES = List.of("dubbing", "subtitles", "voice", "agents");
    private static final PriceBook BOOK = book();

    private static final List<SessionTerms> TERMS = List.of(
            terms(30, 60, 1_800, 7_200),
            terms(30, 60, 1_800, 7_200),
            terms(7, 20, 120, 600),
            terms(60, 150, 300, 86_400));

    private final Random random;
    private final TierQuotas quotas;
    private final SessionTerms terms;
    private final List<SessionId> sessions = new ArrayList<>(List.of(LiveSessions.id("no-such")));
    private final List<DeductionId> charges = new ArrayList<>(List.of(Customer.deductionId("no-such")));
    private final List<String> holds = new ArrayList<>(List.of("no-such"));
    private Instant now;
    private long count;

    RandomLive(int seed) {
        random = new Random(seed);
        var day = pick(List.of("2027-12-31", "2028-02-29", "2027-06-14"));
        now = Instant.parse(day + "T23:00:00Z").plusSeconds(random.nextInt(3_600));
        terms = pick(TERMS);
        quotas = random.nextInt(3) == 0 ? TierQuotas.NONE : quotas();
    }

    private static SessionTerms terms(long every, long reserve, long stale, long longest) {
        return new SessionTerms(
                Duration.ofSeconds(every),
                Duration.ofSeconds(reserve),
                Duration.ofSeconds(stale),
                Duration.ofSeconds(longest));
    }

    /** By the second, for nothing, by the minute, and by the hour: rates that do and do not come out even. */
    private static PriceBook book() {
        var at = Prices.OPENED.plusSeconds(60);
        var book = priced(LiveSessions.BOOK, "live_voice", "minute", "7.000001", Map.of(), at);
        var byTier = Map.of(Tier.PRO, Credits.exactly(new BigDecimal("999.999999")));
        return priced(book, "agents", "hour", "1000", byTier, at.plusSeconds(60));
    }

    private static PriceBook priced(
            PriceBook book, String action, String unit, String credits, Map<Tier, Credits> byTier, Instant at) {
        var price = new FeaturePrice(unit, Credits.exactly(new BigDecimal(credits)), byTier);
        return Prices.with(
                book,
                new PriceFeature(
                        action, price, Optional.of(at.plusSeconds(90)), new SubjectId("admin"), FreeText.NONE, at));
    }

    private TierQuotas quotas() {
        var tiers = new EnumMap<Tier, Map<String, QuotaLimits>>(Tier.class);
        for (var tier : List.of(Tier.FREE, Tier.PRO)) {
            tiers.put(tier, features());
        }
        return new TierQuotas(tiers);
    }

    private Map<String, QuotaLimits> features() {
        var limits = new HashMap<String, QuotaLimits>();
        for (var feature : FEATURES) {
            if (random.nextBoolean()) {
                limits.put(feature, limits());
            }
        }
        return limits;
    }

    private QuotaLimits limits() {
        var seconds = new EnumMap<Window, Long>(Window.class);
        var scale = 1L;
        for (var window : Window.values()) {
            if (random.nextBoolean()) {
                seconds.put(window, random.nextInt(20) == 0 ? 0 : scale * (20 + random.nextInt(500)));
            }
            scale *= 2;
        }
        return new QuotaLimits(seconds);
    }

    TierQuotas tiers() {
        return quotas;
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private String key() {
        count++;
        return "key-" + count;
    }

    /** Clocks of servers differ: a command may come with a time that is a little earlier than the last. */
    private Instant at() {
        return random.nextInt(8) == 0 ? now.minusMillis(random.nextInt(1_500)) : now;
    }

    void passTime() {
        now = now.plusNanos(1_000L * random.nextInt(random.nextInt(3) == 0 ? 1 : 1_000_000));
        now = now.plusSeconds(
                switch (random.nextInt(40)) {
                    case 0 -> 31 * 60;
                    case 1 -> random.nextInt(7_300);
                    case 2 -> random.nextInt(20) == 0 ? 86_400L * random.nextInt(40) : 600;
                    case 3, 4, 5, 6 -> random.nextInt(300);
                    case 7, 8, 9, 10, 11, 12, 13, 14 -> 0;
                    default -> random.nextInt(35);
                });
    }

    Instant now() {
        return now;
    }

    void charged(DeductionId deduction) {
        charges.add(deduction);
    }

    BoundCommand ask(AccountRoot root) {
        return switch (random.nextInt(root.live().running().isEmpty() && random.nextInt(4) > 0 ? 12 : 100)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 -> start();
            case 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22 -> heartbeat(root);
            case 60, 61, 62, 63, 64 -> resume(root);
            case 65, 66, 67, 68, 69 -> end(root);
            case 70, 71, 72, 73 -> watch(root);
            case 74, 75, 76, 77, 78, 79, 80 -> grant();
            case 81, 82 -> Customer.purchase(key(), amount(), Optional.empty(), at());
            case 83 -> new RevokeGrant(Customer.ID, lot(root), FreeText.NONE, at(), Past.NONE);
            case 84, 85 -> Customer.deduction(key(), amount(), at());
            case 86, 87 -> hold();
            case 88 -> new ReleaseHold(Customer.ID, Customer.holdId(pick(holds)), at(), Past.NONE);
            case 89 -> random.nextInt(3) > 0 ? checkpoint(root) : new FreezeAccount(Customer.ID, FreeText.NONE, at());
            case 90, 91, 92 -> new UnfreezeAccount(Customer.ID, FreeText.NONE, at());
            case 93, 94 -> reversal();
            case 95, 96 ->
                Customer.subscription(
                        pick(List.of(Plans.plan(Tier.PRO, 500, "0.5", 100), Plans.plan(Tier.FREE, 70, "0", 0))),
                        pick(List.of(
                                SubscriptionStatus.ACTIVE,
                                SubscriptionStatus.ACTIVE,
                                SubscriptionStatus.ACTIVE,
                                SubscriptionStatus.SUSPENDED)),
                        random.nextInt(3) == 0 ? Optional.of(now.minusSeconds(86_400L * 31 - 300)) : Optional.empty(),
                        at());
            case 97 ->
                new SetAccountQuota(
                        Customer.ID,
                        pick(FEATURES),
                        random.nextInt(3) == 0 ? QuotaLimits.NONE : limits(),
                        FreeText.NONE,
                        at());
            default -> checkpoint(root);
        };
    }

    private SessionId session(AccountRoot root) {
        var running = root.live().running();
        return running.isEmpty() || random.nextInt(15) == 0
                ? pick(sessions)
                : pick(running).id();
    }

    private DeductionId charge() {
        return Customer.deductionId(key());
    }

    private StartSession start() {
        var id = LiveSessions.id(key());
        sessions.add(id);
        return new StartSession(
                Customer.ID,
                id,
                new LiveFeature(pick(FEATURES)),
                random.nextInt(8) == 0 ? Optional.empty() : Optional.of("channel-" + random.nextInt(5)),
                random.nextInt(4) == 0 ? Optional.of(1L + random.nextInt(300)) : Optional.empty(),
                random.nextBoolean() ? Optional.of("node-1") : Optional.empty(),
                BOOK,
                quotas,
                terms,
                FreeText.NONE,
                at());
    }

    /** Whoever says that a connection's node is gone may have looked before the client came back. */
    private WatchSession watch(AccountRoot root) {
        var session = session(root);
        var connection =
                root.live().find(session).map(Session::connection).orElse(1) - (random.nextInt(4) == 0 ? 1 : 0);
        var orphaned = random.nextInt(3) == 0 ? Optional.of(connection) : Optional.<Integer>empty();
        return new WatchSession(Customer.ID, session, orphaned, charge(), quotas, at(), Past.NONE);
    }

    private Heartbeat heartbeat(AccountRoot root) {
        return new Heartbeat(Customer.ID, session(root), charge(), quotas, at(), Past.NONE);
    }

    private CheckpointSession checkpoint(AccountRoot root) {
        var session = session(root);
        return new CheckpointSession(Customer.ID, session, charge(), reading(root, session), quotas, at(), Past.NONE);
    }

    /** A socket was heard of a moment ago; a server is behind the clock, or a little ahead. Some take one for the other. */
    private Reading reading(AccountRoot root, SessionId id) {
        var session = root.live().find(id);
        if (session.isEmpty() || session.flatMap(Session::node).isPresent() != (random.nextInt(12) == 0)) {
            var connection = session.map(Session::connection).orElse(1) - (random.nextInt(12) == 0 ? 1 : 0);
            var silent = random.nextInt(random.nextInt(4) == 0 ? 60_000 : 9_000);
            return new Reading.Connected(connection, now.minusMillis(silent));
        }
        var age = Duration.between(session.get().startedAt(), now).toSeconds();
        var seconds = Math.max(0, age + 3 - random.nextInt(random.nextInt(4) == 0 ? 300 : 6));
        var sequence = random.nextInt(10) == 0 ? Optional.<Long>empty() : Optional.of(count - random.nextInt(6));
        return new Reading.Counted(seconds, sequence);
    }

    private ResumeSession resume(AccountRoot root) {
        var connected = root.live().running().stream()
                .filter(session -> session.node().isPresent())
                .map(Session::id)
                .toList();
        var id = connected.isEmpty() || random.nextInt(6) == 0 ? session(root) : pick(connected);
        return new ResumeSession(Customer.ID, id, "node-2", charge(), quotas, at(), Past.NONE);
    }

    private EndSession end(AccountRoot root) {
        var id = session(root);
        var reading = random.nextBoolean() ? Optional.of(reading(root, id)) : Optional.<Reading>empty();
        return new EndSession(
                Customer.ID,
                id,
                pick(List.of(EndReason.values())),
                charge(),
                reading,
                quotas,
                FreeText.NONE,
                at(),
                Past.NONE);
    }

    private Credits amount() {
        return new Credits(1 + random.nextLong(random.nextBoolean() ? 60_000_000 : 900_000_000));
    }

    private GrantCredits grant() {
        var from =
                random.nextInt(5) == 0 ? Optional.of(now.plusSeconds(random.nextInt(900))) : Optional.<Instant>empty();
        var until = random.nextBoolean()
                ? Optional.of(now.plusSeconds(901 + random.nextInt(3_000)))
                : random.nextInt(3) == 0
                        ? Optional.of(now.plusSeconds(1 + random.nextInt(100)))
                        : Optional.<Instant>empty();
        return new GrantCredits(
                Customer.ID,
                Customer.grantId(key()),
                amount(),
                Source.BONUS,
                Funding.PROMOTIONAL,
                Optional.empty(),
                20 * random.nextInt(4),
                from,
                until,
                FreeText.NONE,
                at());
    }

    private GrantId lot(AccountRoot root) {
        var lots = root.account().lots().inDrawOrder();
        return lots.isEmpty() ? Customer.grantId("no-such") : pick(lots).grant();
    }

    private BoundCommand hold() {
        var key = key();
        holds.add(key);
        return Customer.hold(key, amount(), Duration.ofSeconds(1 + random.nextInt(900)), at());
    }

    private ReverseDeduction reversal() {
        return new ReverseDeduction(
                Customer.ID,
                ReversalId.of(Customer.ID, new IdempotencyKey(key())),
                charges.getLast().equals(charges.getFirst()) || random.nextBoolean()
                        ? pick(charges)
                        : charges.getLast(),
                random.nextBoolean() ? Optional.of(new Credits(1 + random.nextLong(20_000_000))) : Optional.empty(),
                FreeText.NONE,
                at(),
                Past.NONE);
    }
}
