package dev.creditledger.commands;

import static dev.creditledger.commands.Samples.NOON;
import static dev.creditledger.commands.Samples.key;

import dev.creditledger.domain.Decision.Accepted;
import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.pricing.FeaturePrice;
import dev.creditledger.domain.pricing.Margin.FixedPercentage;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.pricing.PricingCommand;
import dev.creditledger.domain.pricing.PricingCommand.OpenBook;
import dev.creditledger.domain.pricing.PricingCommand.PriceFeature;
import dev.creditledger.domain.pricing.PricingEvent;
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
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Live sessions of dubbing. A second costs a credit; all begin at {@link Samples#NOON}. */
public final class LiveSamples {

    public static final SessionTerms TERMS = new SessionTerms(
            Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(30), Duration.ofMinutes(120));

    private static final PriceBook BOOK = book();

    private LiveSamples() {}

    private static PriceBook book() {
        var admin = new SubjectId("admin");
        var before = NOON.minus(Duration.ofDays(1));
        var price = new FeaturePrice("second", Samples.credits(1), Map.of());
        var book = PriceBook.UNOPENED;
        for (var command : List.<PricingCommand>of(
                new OpenBook(
                        BigDecimal.ONE, new FixedPercentage(BigDecimal.TWO), List.of(), admin, FreeText.NONE, before),
                new PriceFeature("live_dubbing", price, Optional.empty(), admin, FreeText.NONE, before))) {
            for (var event : ((Accepted<PricingEvent, ?>) book.decide(command)).events()) {
                book = book.evolve(event);
            }
        }
        return book;
    }

    public static Instant at(long seconds) {
        return NOON.plusSeconds(seconds);
    }

    public static SessionId session(AccountId account, String key) {
        return SessionId.of(account, key(key));
    }

    public static StartSession start(AccountId account, String channel, String key) {
        return start(account, channel, Optional.empty(), key);
    }

    /** @param node that its client is connected to; empty: another server runs it */
    public static StartSession start(AccountId account, String channel, Optional<String> node, String key) {
        return new StartSession(
                account,
                session(account, key),
                new LiveFeature("dubbing"),
                Optional.of(channel),
                Optional.empty(),
                node,
                BOOK,
                TierQuotas.NONE,
                TERMS,
                FreeText.NONE,
                NOON);
    }

    /** As the server that runs it counts them, when so many seconds have passed. */
    public static CheckpointSession checkpoint(AccountId account, String session, long seconds, String key) {
        return checkpoint(account, session, new Reading.Counted(seconds, Optional.of(seconds)), seconds, key);
    }

    /** Its client has been connected until now, when so many seconds have passed. */
    public static CheckpointSession connected(AccountId account, String session, long seconds, String key) {
        return checkpoint(account, session, new Reading.Connected(1, at(seconds)), seconds, key);
    }

    private static CheckpointSession checkpoint(
            AccountId account, String session, Reading reading, long seconds, String key) {
        return new CheckpointSession(
                account,
                session(account, session),
                DeductionId.of(account, key(key)),
                reading,
                TierQuotas.NONE,
                at(seconds),
                Past.NONE);
    }

    /** After so many seconds its client is connected to another node. */
    public static ResumeSession resume(AccountId account, String session, String node, long seconds, String key) {
        return new ResumeSession(
                account,
                session(account, session),
                node,
                DeductionId.of(account, key(key)),
                TierQuotas.NONE,
                at(seconds),
                Past.NONE);
    }

    public static Heartbeat heartbeat(AccountId account, String session, long seconds, String key) {
        return new Heartbeat(
                account,
                session(account, session),
                DeductionId.of(account, key(key)),
                TierQuotas.NONE,
                at(seconds),
                Past.NONE);
    }

    public static EndSession end(AccountId account, String session, long seconds, String key) {
        return new EndSession(
                account,
                session(account, session),
                EndReason.USER_STOPPED,
                DeductionId.of(account, key(key)),
                Optional.empty(),
                TierQuotas.NONE,
                FreeText.NONE,
                at(seconds),
                Past.NONE);
    }

    public static WatchSession watch(AccountId account, String session, long seconds, String key) {
        return new WatchSession(
                account,
                session(account, session),
                Optional.empty(),
                DeductionId.of(account, key(key)),
                TierQuotas.NONE,
                at(seconds),
                Past.NONE);
    }
}
