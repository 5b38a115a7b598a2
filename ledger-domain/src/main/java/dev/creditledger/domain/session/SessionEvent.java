package dev.creditledger.domain.session;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Personal;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.BoundEvent;
import dev.creditledger.domain.account.Deduction;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.account.Moves;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can happen to a live session. */
public sealed interface SessionEvent extends BoundEvent {

    SessionId session();

    /** What it does to the account's lots. */
    default Moves moves() {
        return Moves.NONE;
    }

    /** One by which seconds are charged. */
    sealed interface Charged extends SessionEvent, Deduction {

        LiveFeature feature();

        SessionRate rate();

        /** That are charged with it. */
        long seconds();

        /** For all of the session until then. */
        Credits charged();

        /** All seconds until then. */
        Meter meter();

        @Override
        default DeductionType type() {
            return DeductionType.CUSTOM;
        }

        @Override
        default Optional<String> chargedFeature() {
            return Optional.of(rate().action());
        }

        @Override
        default List<Draw> drawn() {
            return moves().drawn();
        }
    }

    /**
     * @param channel tells sessions of one feature apart
     * @param node the node that its client is connected to; empty: another server runs it
     */
    record SessionStarted(
            AccountId account,
            SessionId session,
            LiveFeature feature,
            Optional<String> channel,
            SessionRate rate,
            SessionTerms terms,
            Optional<String> node,
            Grant grant,
            Moves moves,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements SessionEvent {}

    /**
     * Its client is connected again. The time in between does not count.
     *
     * @param connection counts its connections, from 1
     */
    record SessionResumed(
            AccountId account,
            SessionId session,
            int connection,
            Optional<String> node,
            Meter meter,
            Grant grant,
            Balance balance,
            Instant occurredAt,
            Instant bookedAt)
            implements SessionEvent {}

    /** Whoever runs it says that it goes on. */
    record HeartbeatReceived(
            AccountId account, SessionId session, Meter meter, Balance balance, Instant occurredAt, Instant bookedAt)
            implements SessionEvent {}

    /**
     * A share of what the account had is all that is left. What brought it there follows.
     *
     * @param thresholdPercent the share
     * @param baseline what the account had
     * @param remaining what is left then, reserved credits included
     */
    record LowBalanceReached(
            AccountId account,
            SessionId session,
            int thresholdPercent,
            Credits baseline,
            Credits remaining,
            Balance balance,
            Instant occurredAt,
            Instant bookedAt)
            implements SessionEvent {}

    /**
     * The seconds since the last one are charged.
     *
     * @param deduction under this id the charge can be reversed
     * @param sequence of whoever runs the session, if they count
     * @param seconds that are charged now
     * @param amount for them
     * @param charged for all of the session until now
     * @param meter all seconds until now
     * @param lowBalance the share that was announced with it, in percent
     */
    record SessionCheckpointed(
            AccountId account,
            SessionId session,
            LiveFeature feature,
            SessionRate rate,
            DeductionId deduction,
            Optional<Long> sequence,
            long seconds,
            Credits amount,
            Credits charged,
            Meter meter,
            Grant grant,
            Optional<Integer> lowBalance,
            Moves moves,
            Balance balance,
            Instant occurredAt,
            Instant bookedAt)
            implements Charged {}

    /**
     * The rest is charged, and what was reserved beyond it is released.
     *
     * @param startedAt when it began
     * @param deduction under this id the last charge can be reversed
     * @param seconds that are charged now
     * @param amount for them
     * @param charged for all of the session
     * @param meter all seconds
     */
    record SessionEnded(
            AccountId account,
            SessionId session,
            LiveFeature feature,
            SessionRate rate,
            Instant startedAt,
            EndReason reason,
            DeductionId deduction,
            long seconds,
            Credits amount,
            Credits charged,
            Meter meter,
            Moves moves,
            Balance balance,
            Personal personal,
            Instant occurredAt,
            Instant bookedAt)
            implements Charged {}
}
