package dev.creditledger.api.session;

import dev.creditledger.api.account.Answer.BalanceAfter;
import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.session.EndReason;
import dev.creditledger.domain.session.LiveFeature;
import dev.creditledger.domain.session.Session;
import dev.creditledger.domain.session.SessionEvent;
import dev.creditledger.domain.session.SessionEvent.HeartbeatReceived;
import dev.creditledger.domain.session.SessionEvent.LowBalanceReached;
import dev.creditledger.domain.session.SessionEvent.SessionCheckpointed;
import dev.creditledger.domain.session.SessionEvent.SessionEnded;
import dev.creditledger.domain.session.SessionEvent.SessionResumed;
import dev.creditledger.domain.session.SessionEvent.SessionStarted;
import dev.creditledger.domain.session.SessionId;
import dev.creditledger.projections.session.SessionStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * What a session answers. Until {@code grantedUntilSecond} it may be used without asking again; to ask at {@code
 * renewAtSecond}, and before {@code validUntil}, keeps it going; after a {@code finalUnit} there is no more, as things stand.
 */
sealed interface SessionAnswer {

    record Started(
            SessionId sessionId,
            AccountId accountId,
            LiveFeature feature,
            Optional<String> channelId,
            SessionStatus status,
            Instant startedAt,
            String unit,
            Credits creditsPerUnit,
            Tier tier,
            int priceVersion,
            long grantedUntilSecond,
            long renewAtSecond,
            Instant validUntil,
            boolean finalUnit,
            BalanceAfter balance,
            long position)
            implements SessionAnswer {}

    /** It was heard, and nothing is charged yet. */
    record Heard(
            SessionId sessionId,
            AccountId accountId,
            SessionStatus status,
            Instant lastActivityAt,
            long seconds,
            BalanceAfter balance,
            long position)
            implements SessionAnswer {}

    /**
     * @param seconds all that are charged
     * @param charged for them
     * @param amount charged now; it can be reversed under {@code deductionId}
     * @param lowBalancePercent the share of what the account had that is left, if that was announced now
     */
    record Checkpointed(
            SessionId sessionId,
            AccountId accountId,
            LiveFeature feature,
            SessionStatus status,
            Instant lastActivityAt,
            long seconds,
            Credits charged,
            DeductionId deductionId,
            Credits amount,
            Optional<Integer> lowBalancePercent,
            long grantedUntilSecond,
            long renewAtSecond,
            Instant validUntil,
            boolean finalUnit,
            BalanceAfter balance,
            long position)
            implements SessionAnswer {}

    /** As it is, when nothing new was said. */
    record Running(
            SessionId sessionId,
            AccountId accountId,
            LiveFeature feature,
            Optional<String> channelId,
            SessionStatus status,
            Instant startedAt,
            Instant lastActivityAt,
            long seconds,
            Credits charged,
            long grantedUntilSecond,
            long renewAtSecond,
            Instant validUntil,
            boolean finalUnit)
            implements SessionAnswer {

        static Running of(AccountId account, Session session) {
            var grant = session.grant();
            return new Running(
                    session.id(),
                    account,
                    session.feature(),
                    session.channel(),
                    SessionStatus.RUNNING,
                    session.startedAt(),
                    session.meter().lastActivityAt(),
                    session.meter().counted(),
                    session.charged(),
                    grant.untilSecond(),
                    grant.renewAtSecond(),
                    grant.validUntil(),
                    grant.finalUnit());
        }
    }

    /** @param position of its end; empty: it had ended before */
    record Ended(
            SessionId sessionId,
            AccountId accountId,
            LiveFeature feature,
            SessionStatus status,
            Instant startedAt,
            Instant lastActivityAt,
            long seconds,
            Credits charged,
            DeductionId deductionId,
            Credits amount,
            Instant endedAt,
            EndReason endReason,
            BalanceAfter balance,
            Optional<Long> position)
            implements SessionAnswer {

        static Ended of(SessionEnded ended, Optional<Long> position) {
            return new Ended(
                    ended.session(),
                    ended.account(),
                    ended.feature(),
                    SessionStatus.ENDED,
                    ended.startedAt(),
                    ended.meter().lastActivityAt(),
                    ended.meter().counted(),
                    ended.charged(),
                    ended.deduction(),
                    ended.amount(),
                    ended.occurredAt(),
                    ended.reason(),
                    BalanceAfter.of(ended.balance()),
                    position);
        }
    }

    static SessionAnswer of(SessionEvent event, long position) {
        return switch (event) {
            case SessionStarted started -> started(started, position);
            case HeartbeatReceived heard ->
                new Heard(
                        heard.session(),
                        heard.account(),
                        SessionStatus.RUNNING,
                        heard.meter().lastActivityAt(),
                        heard.meter().counted(),
                        BalanceAfter.of(heard.balance()),
                        position);
            case SessionCheckpointed checkpoint -> checkpointed(checkpoint, position);
            case SessionEnded ended -> Ended.of(ended, Optional.of(position));
            case SessionResumed _, LowBalanceReached _ ->
                throw new IllegalStateException("no request is answered by " + event.getClass());
        };
    }

    private static Started started(SessionStarted event, long position) {
        var grant = event.grant();
        var rate = event.rate();
        return new Started(
                event.session(),
                event.account(),
                event.feature(),
                event.channel(),
                SessionStatus.RUNNING,
                event.occurredAt(),
                rate.unit(),
                rate.creditsPerUnit(),
                rate.tier(),
                rate.priceVersion(),
                grant.untilSecond(),
                grant.renewAtSecond(),
                grant.validUntil(),
                grant.finalUnit(),
                BalanceAfter.of(event.balance()),
                position);
    }

    private static Checkpointed checkpointed(SessionCheckpointed event, long position) {
        var grant = event.grant();
        return new Checkpointed(
                event.session(),
                event.account(),
                event.feature(),
                SessionStatus.RUNNING,
                event.meter().lastActivityAt(),
                event.meter().counted(),
                event.charged(),
                event.deduction(),
                event.amount(),
                event.lowBalance(),
                grant.untilSecond(),
                grant.renewAtSecond(),
                grant.validUntil(),
                grant.finalUnit(),
                BalanceAfter.of(event.balance()),
                position);
    }
}
