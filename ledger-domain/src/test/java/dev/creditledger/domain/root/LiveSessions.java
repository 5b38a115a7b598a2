package dev.creditledger.domain.root;

import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.quota.TierQuotas;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.Reading;
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

/**
 * What is asked of a customer's live sessions: of those that another server starts and runs, and of those to which a client
 * connects. A second of dubbing costs a credit.
 */
final class LiveSessions {

    static final SessionTerms TERMS = new SessionTerms(
            Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(30), Duration.ofMinutes(120));

    static final PriceBook BOOK = Prices.feature(
            Prices.feature(Prices.BOOK, "live_dubbing", "1", Map.of(), Prices.OPENED.plusSeconds(60)),
            "live_subtitles",
            "0",
            Map.of(),
            Prices.OPENED.plusSeconds(90));

    private int asked;
    private TierQuotas quotas = TierQuotas.NONE;

    void limit(TierQuotas limits) {
        quotas = limits;
    }

    static SessionId id(String key) {
        return SessionId.of(Customer.ID, new IdempotencyKey(key));
    }

    StartSession start(String key, Instant at) {
        return start(key, "dubbing", key, at);
    }

    StartSession start(String key, String feature, String channel, Instant at) {
        return start(key, feature, channel, Optional.empty(), at);
    }

    StartSession connect(String key, Instant at) {
        return connect(key, "dubbing", key, at);
    }

    StartSession connect(String key, String feature, String channel, Instant at) {
        return start(key, feature, channel, Optional.of("node-1"), at);
    }

    private StartSession start(String key, String feature, String channel, Optional<String> node, Instant at) {
        return new StartSession(
                Customer.ID,
                id(key),
                new LiveFeature(feature),
                Optional.of(channel),
                Optional.empty(),
                node,
                BOOK,
                quotas,
                TERMS,
                FreeText.NONE,
                at);
    }

    Heartbeat heartbeat(String key, Instant at) {
        return new Heartbeat(Customer.ID, id(key), Customer.deductionId(next()), quotas, at, Past.NONE);
    }

    CheckpointSession counted(String key, long seconds, long sequence, Instant at) {
        return checkpoint(key, new Reading.Counted(seconds, Optional.of(sequence)), at);
    }

    CheckpointSession connected(String key, Instant lastActivityAt, Instant at) {
        return checkpoint(key, new Reading.Connected(1, lastActivityAt), at);
    }

    CheckpointSession checkpoint(String key, Reading reading, Instant at) {
        return new CheckpointSession(
                Customer.ID, id(key), Customer.deductionId(next()), reading, quotas, at, Past.NONE);
    }

    ResumeSession resume(String key, Instant at) {
        return new ResumeSession(Customer.ID, id(key), "node-2", Customer.deductionId(next()), quotas, at, Past.NONE);
    }

    EndSession end(String key, EndReason reason, Instant at) {
        return end(key, reason, Optional.empty(), at);
    }

    EndSession end(String key, EndReason reason, Optional<Reading> reading, Instant at) {
        return new EndSession(
                Customer.ID,
                id(key),
                reason,
                Customer.deductionId(next()),
                reading,
                quotas,
                FreeText.NONE,
                at,
                Past.NONE);
    }

    WatchSession watch(String key, Instant at) {
        return watch(key, Optional.empty(), at);
    }

    WatchSession orphaned(String key, int connection, Instant at) {
        return watch(key, Optional.of(connection), at);
    }

    private WatchSession watch(String key, Optional<Integer> orphanedConnection, Instant at) {
        return new WatchSession(
                Customer.ID, id(key), orphanedConnection, Customer.deductionId(next()), quotas, at, Past.NONE);
    }

    private String next() {
        asked++;
        return "asked-" + asked;
    }
}
