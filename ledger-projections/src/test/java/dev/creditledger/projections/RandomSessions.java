package dev.creditledger.projections;

import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.Past;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What random accounts ask of their live sessions and quotas. */
final class RandomSessions {

    static final SessionTerms TERMS = new SessionTerms(
            Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(60), Duration.ofSeconds(240));

    private static final TierQuotas QUOTAS =
            new TierQuotas(Map.of(Tier.FREE, Map.of("dubbing", new QuotaLimits(Map.of(Window.HOUR, 200L)))));

    private final TestLedger ledger;
    private final Random random;

    RandomSessions(TestLedger ledger, Random random) {
        this.ledger = ledger;
        this.random = random;
    }

    BoundCommand command(AccountId account, IdempotencyKey key, FreeText text, Instant now) {
        var running = ledger.root(account).live().running();
        if (running.isEmpty() || random.nextInt(5) == 0) {
            return start(account, key, text, now);
        }
        var session = running.get(random.nextInt(running.size()));
        var deduction = DeductionId.of(account, key);
        return switch (random.nextInt(12)) {
            case 0, 1 -> new Heartbeat(account, session.id(), deduction, QUOTAS, now, Past.NONE);
            case 2 ->
                new ResumeSession(
                        account, session.id(), "node-" + random.nextInt(2), deduction, QUOTAS, now, Past.NONE);
            case 3 ->
                new WatchSession(
                        account,
                        session.id(),
                        random.nextInt(3) == 0 ? Optional.of(session.connection()) : Optional.empty(),
                        deduction,
                        QUOTAS,
                        now,
                        Past.NONE);
            case 4 ->
                new EndSession(
                        account,
                        session.id(),
                        any(EndReason.values()),
                        deduction,
                        Optional.empty(),
                        QUOTAS,
                        text,
                        now,
                        Past.NONE);
            case 5 -> limit(account, text, now);
            default ->
                new CheckpointSession(account, session.id(), deduction, reading(session, now), QUOTAS, now, Past.NONE);
        };
    }

    private StartSession start(AccountId account, IdempotencyKey key, FreeText text, Instant now) {
        return new StartSession(
                account,
                SessionId.of(account, key),
                new LiveFeature(random.nextInt(3) > 0 ? "dubbing" : "subtitles"),
                random.nextBoolean() ? Optional.of("channel-" + random.nextInt(2)) : Optional.empty(),
                Optional.of(1L + random.nextInt(4)),
                random.nextBoolean() ? Optional.of("node-0") : Optional.empty(),
                Prices.BOOK,
                QUOTAS,
                TERMS,
                text,
                now);
    }

    private Reading reading(Session session, Instant now) {
        var seconds = Duration.between(session.startedAt(), now).toSeconds();
        return session.node().isPresent()
                ? new Reading.Connected(session.connection(), now.minusSeconds(random.nextInt(3)))
                : new Reading.Counted(
                        Math.max(0, seconds - random.nextInt(3)),
                        random.nextBoolean() ? Optional.of(session.sequence() + random.nextInt(3)) : Optional.empty());
    }

    private SetAccountQuota limit(AccountId account, FreeText text, Instant now) {
        var limits = random.nextInt(3) == 0
                ? QuotaLimits.NONE
                : new QuotaLimits(Map.of(any(Window.values()), 1_000L + random.nextInt(1_000)));
        return new SetAccountQuota(account, random.nextBoolean() ? "dubbing" : "subtitles", limits, text, now);
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
