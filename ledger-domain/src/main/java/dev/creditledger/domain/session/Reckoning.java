package dev.creditledger.domain.session;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.account.Account;
import dev.creditledger.domain.account.Standing;
import dev.creditledger.domain.account.Status;
import dev.creditledger.domain.quota.Allowance;
import dev.creditledger.domain.quota.TierQuotas;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a session may go: as far as credits, quota and time allow.
 */
record Reckoning(Account account, Standing standing, Live live, TierQuotas quotas, Session session) {

    /**
     * How far it may go.
     *
     * @param seconds of the session
     * @param reason why not further
     */
    record Reach(long seconds, EndReason reason) {
        Reach orLess(long others, EndReason theirs) {
            return others < seconds ? new Reach(others, theirs) : this;
        }
    }

    /** Whatever is available, if it may be spent. */
    Credits spendable() {
        return account.status() == Status.OPEN
                        && account.spendingRefused(standing).isEmpty()
                ? account.balance().available()
                : Credits.ZERO;
    }

    /** From what the meter has counted on. */
    Reach reach() {
        var credits = session.charged().plus(session.reserved()).plus(spendable());
        var allowance = allowance();
        return new Reach(session.rate().affordable(credits), EndReason.CREDITS_EXHAUSTED)
                .orLess(withinQuota(allowance), quotaReason(allowance))
                .orLess(byTime(), EndReason.MAX_DURATION);
    }

    /** What was granted may be used, whatever has become of quotas meanwhile. */
    private long withinQuota(Allowance allowance) {
        return saturated(session.meter().counted(), Math.max(allowance.seconds(), session.reservedSeconds()));
    }

    Allowance allowance() {
        var feature = session.feature().name();
        return Allowance.of(
                live.quotas().limits(feature, quotas.of(standing.tier(), feature)),
                live.quotas().used(feature),
                live.reservedByOthers(session.feature(), session.id()),
                session.meter().countedTo());
    }

    private static EndReason quotaReason(Allowance allowance) {
        return allowance.bound().filter(bound -> bound.limit() == 0).isPresent()
                ? EndReason.QUOTA_FAILED
                : EndReason.QUOTA_EXCEEDED;
    }

    private long byTime() {
        var left = Duration.between(session.meter().countedTo(), session.longestUntil());
        return session.meter().counted() + Math.max(0, left.toSeconds());
    }

    /** What is granted next, when the session may go as far as {@code reach}. */
    Grant grant(Reach reach, long ahead) {
        var counted = session.meter().counted();
        var wanted = counted + ahead;
        var until = Math.max(
                Math.min(wanted, reach.seconds()), Math.min(session.grant().untilSecond(), reach.seconds()));
        var renewAt =
                Math.min(until, counted + session.terms().checkpointEvery().toSeconds());
        var validUntil = min(session.staleAt(), session.longestUntil());
        return new Grant(until, renewAt, validUntil, reach.seconds() < wanted);
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static long saturated(long seconds, long more) {
        return more > Long.MAX_VALUE - seconds ? Long.MAX_VALUE : seconds + more;
    }
}
