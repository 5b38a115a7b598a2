package dev.creditledger.domain.session;

import dev.creditledger.domain.FreeText;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.BoundCommand;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.Past;
import dev.creditledger.domain.account.Referring;
import dev.creditledger.domain.pricing.PriceBook;
import dev.creditledger.domain.quota.TierQuotas;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What may be asked of an account's live sessions. */
public sealed interface SessionCommand extends BoundCommand {

    /**
     * @param estimate seconds for which credits are reserved at once; empty: as the terms say
     * @param node the node that its client is connected to; empty: another server runs it
     */
    record StartSession(
            AccountId account,
            SessionId session,
            LiveFeature feature,
            Optional<String> channel,
            Optional<Long> estimate,
            Optional<String> node,
            PriceBook prices,
            TierQuotas quotas,
            SessionTerms terms,
            FreeText text,
            Instant at)
            implements SessionCommand {}

    /** About a session that was started. */
    sealed interface FollowUp extends SessionCommand, Referring {

        SessionId session();

        /** Under which what it charges can be reversed. */
        DeductionId deduction();

        TierQuotas quotas();

        @Override
        FollowUp with(Past past);

        @Override
        default UUID refersTo() {
            return session().value();
        }
    }

    /**
     * The client of a session that is metered by its connection is there again.
     *
     * @param node that it is connected to now
     */
    record ResumeSession(
            AccountId account,
            SessionId session,
            String node,
            DeductionId deduction,
            TierQuotas quotas,
            Instant at,
            Past past)
            implements FollowUp {
        @Override
        public ResumeSession with(Past past) {
            return new ResumeSession(account, session, node, deduction, quotas, at, past);
        }
    }

    /** The server that runs the session says that it goes on; when a checkpoint is due, it is one. */
    record Heartbeat(
            AccountId account, SessionId session, DeductionId deduction, TierQuotas quotas, Instant at, Past past)
            implements FollowUp {
        @Override
        public Heartbeat with(Past past) {
            return new Heartbeat(account, session, deduction, quotas, at, past);
        }
    }

    /** Charges the seconds until now. */
    record CheckpointSession(
            AccountId account,
            SessionId session,
            DeductionId deduction,
            Reading reading,
            TierQuotas quotas,
            Instant at,
            Past past)
            implements FollowUp {
        @Override
        public CheckpointSession with(Past past) {
            return new CheckpointSession(account, session, deduction, reading, quotas, at, past);
        }
    }

    /**
     * @param reading empty: whoever asks knows of no more than the session itself. It was used until now if another server
     *     runs it and says that its user stopped or that it failed, else until the last sign of life
     */
    record EndSession(
            AccountId account,
            SessionId session,
            EndReason reason,
            DeductionId deduction,
            Optional<Reading> reading,
            TierQuotas quotas,
            FreeText text,
            Instant at,
            Past past)
            implements FollowUp {
        @Override
        public EndSession with(Past past) {
            return new EndSession(account, session, reason, deduction, reading, quotas, text, at, past);
        }
    }

    /**
     * Ends the session if it has lasted too long, or nobody was heard of for too long, or the node is gone that its client
     * is connected to.
     *
     * @param orphanedConnection the connection whose node is gone; when there has been a later one, that says nothing
     */
    record WatchSession(
            AccountId account,
            SessionId session,
            Optional<Integer> orphanedConnection,
            DeductionId deduction,
            TierQuotas quotas,
            Instant at,
            Past past)
            implements FollowUp {
        @Override
        public WatchSession with(Past past) {
            return new WatchSession(account, session, orphanedConnection, deduction, quotas, at, past);
        }
    }
}
