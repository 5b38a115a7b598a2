package dev.creditledger.log;

import static dev.creditledger.log.SampleEvents.BALANCE;
import static dev.creditledger.log.SampleEvents.BOOKED;
import static dev.creditledger.log.SampleEvents.OCCURRED;
import static dev.creditledger.log.SampleEvents.credits;
import static dev.creditledger.log.SampleEvents.grant;

import dev.creditledger.domain.IdempotencyKey;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.account.Fate;
import dev.creditledger.domain.account.Moves;
import dev.creditledger.domain.account.Returned;
import dev.creditledger.domain.quota.QuotaEvent.AccountQuotaSet;
import dev.creditledger.domain.quota.QuotaLimits;
import dev.creditledger.domain.quota.TierQuotaEvent.TierQuotaSet;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.Grant;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.Meter;
import dev.creditledger.domain.session.SessionEvent.HeartbeatReceived;
import dev.creditledger.domain.session.SessionEvent.LowBalanceReached;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionResumed;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.domain.session.SessionRate;
import dev.creditledger.domain.session.SessionTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Events of live sessions and of quotas. */
public final class SampleSessions {

    private static final LiveFeature DUBBING = new LiveFeature("dubbing");
    private static final SessionRate RATE = new SessionRate("live_dubbing", "minute", credits("7.5"), Tier.PRO, 12);
    private static final Instant AT_30 = OCCURRED.plusSeconds(30);
    private static final Meter METER = new Meter(30, AT_30, AT_30.plusMillis(250));
    private static final Grant GRANT = new Grant(90, 60, OCCURRED.plusSeconds(1_830), true);

    private SampleSessions() {}

    public static SessionId session(AccountId account, String key) {
        return SessionId.of(account, new IdempotencyKey(key));
    }

    private static List<Draw> draws(AccountId account, String amount) {
        return List.of(new Draw(grant(account, "grant-1"), credits(amount)));
    }

    /** Every kind that happens to an account. */
    static List<BoundEvent> everyKind(AccountId account, Personal personal) {
        return List.of(
                started(account, "session-1", personal),
                new SessionResumed(
                        account,
                        session(account, "session-1"),
                        2,
                        Optional.of("node-2"),
                        METER,
                        GRANT,
                        BALANCE,
                        OCCURRED,
                        BOOKED),
                new HeartbeatReceived(account, session(account, "session-1"), METER, BALANCE, OCCURRED, BOOKED),
                new LowBalanceReached(
                        account,
                        session(account, "session-1"),
                        10,
                        credits("1000"),
                        credits("99.999999"),
                        BALANCE,
                        OCCURRED,
                        BOOKED),
                checkpointed(account, "session-1", "checkpoint-1"),
                ended(account, "session-1", "end-1", personal),
                new AccountQuotaSet(
                        account,
                        "dubbing",
                        new QuotaLimits(Map.of(Window.MONTH, 36_000L)),
                        new QuotaLimits(Map.of(Window.HOUR, 600L, Window.DAY, 3_600L)),
                        BALANCE,
                        personal,
                        OCCURRED,
                        BOOKED));
    }

    public static SessionStarted started(AccountId account, String key, Personal personal) {
        return new SessionStarted(
                account,
                session(account, key),
                DUBBING,
                Optional.of("stage-1"),
                RATE,
                new SessionTerms(
                        Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(30), Duration.ofMinutes(90)),
                Optional.of("node-1"),
                GRANT,
                new Moves(draws(account, "7.5"), List.of(), draws(account, "7.5"), List.of()),
                BALANCE,
                personal,
                OCCURRED,
                BOOKED);
    }

    public static SessionCheckpointed checkpointed(AccountId account, String session, String key) {
        return new SessionCheckpointed(
                account,
                session(account, session),
                DUBBING,
                RATE,
                DeductionId.of(account, new IdempotencyKey(key)),
                Optional.of(3L),
                30,
                credits("3.75"),
                credits("3.75"),
                METER,
                GRANT,
                Optional.of(10),
                new Moves(draws(account, "3.75"), draws(account, "3.75"), draws(account, "7.5"), List.of()),
                BALANCE,
                OCCURRED,
                BOOKED);
    }

    public static SessionEnded ended(AccountId account, String session, String key, Personal personal) {
        return new SessionEnded(
                account,
                session(account, session),
                DUBBING,
                RATE,
                OCCURRED.minusSeconds(30),
                EndReason.USER_STOPPED,
                DeductionId.of(account, new IdempotencyKey(key)),
                15,
                credits("1.875"),
                credits("5.625"),
                new Meter(45, AT_30.plusSeconds(15), AT_30.plusMillis(15_900)),
                new Moves(
                        List.of(),
                        draws(account, "1.875"),
                        List.of(),
                        List.of(new Returned(
                                grant(account, "grant-1"), credits("5.625"), Fate.EXPIRED, Optional.empty()))),
                BALANCE,
                personal,
                OCCURRED,
                BOOKED);
    }

    public static TierQuotaSet tierQuotaSet(Personal personal) {
        return new TierQuotaSet(
                Tier.ENTERPRISE_PRO,
                "subtitles",
                QuotaLimits.NONE,
                new QuotaLimits(Map.of(Window.MONTH, 36_000L, Window.DAY, 0L, Window.HOUR, 600L)),
                personal,
                OCCURRED,
                BOOKED);
    }
}
