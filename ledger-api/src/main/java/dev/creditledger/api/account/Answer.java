package dev.creditledger.api.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.SubjectId;
import dev.creditledger.domain.Tier;
import dev.creditledger.domain.account.AccountId;
import dev.creditledger.domain.account.Balance;
import dev.creditledger.domain.account.DeductionId;
import dev.creditledger.domain.account.DeductionType;
import dev.creditledger.domain.account.Draw;
import dev.creditledger.domain.account.Fate;
import dev.creditledger.domain.account.Funding;
import dev.creditledger.domain.account.GrantId;
import dev.creditledger.domain.account.HoldId;
import dev.creditledger.domain.account.ReversalId;
import dev.creditledger.domain.account.Source;
import dev.creditledger.domain.account.Status;
import dev.creditledger.domain.quota.Window;
import dev.creditledger.domain.subscription.Period;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a change answers: all of it is in its event and the event's position, so that a retry gets the very same. No
 * answer repeats free text, which may be erased one day.
 */
public sealed interface Answer {

    record Opened(AccountId accountId, SubjectId ownerId, Status status, Instant openedAt, long position)
            implements Answer {}

    record Granted(
            GrantId grantId,
            AccountId accountId,
            Credits amount,
            Source source,
            Funding funding,
            Optional<BigDecimal> paidAmount,
            Optional<String> currency,
            Optional<String> paymentRef,
            int priority,
            boolean pending,
            Instant effectiveAt,
            Optional<Instant> expiresAt,
            Optional<Credits> repaid,
            BalanceAfter balance,
            long position)
            implements Answer {}

    record Revoked(
            GrantId grantId,
            AccountId accountId,
            Credits revoked,
            Credits pendingRelease,
            BalanceAfter balance,
            long position)
            implements Answer {}

    record Deducted(
            DeductionId deductionId,
            AccountId accountId,
            Credits amount,
            DeductionType type,
            Optional<String> feature,
            Optional<String> unit,
            Optional<BigDecimal> quantity,
            Optional<Credits> creditsPerUnit,
            Optional<Integer> priceVersion,
            Optional<Tier> tier,
            List<Part> drawnFrom,
            BalanceAfter balance,
            long position)
            implements Answer {}

    record Charged(
            DeductionId deductionId,
            AccountId accountId,
            Credits amount,
            DeductionType type,
            Optional<String> feature,
            String vendor,
            String model,
            BigDecimal vendorCostUsd,
            BigDecimal marginMultiplier,
            BigDecimal creditWorthUsd,
            int priceVersion,
            int marginVersion,
            Tier tier,
            Optional<Credits> uncovered,
            List<Part> drawnFrom,
            BalanceAfter balance,
            long position)
            implements Answer {}

    record Captured(
            DeductionId deductionId,
            HoldId holdId,
            AccountId accountId,
            Credits amount,
            DeductionType type,
            Optional<String> feature,
            List<Part> drawnFrom,
            List<ReturnedPart> returnedTo,
            BalanceAfter balance,
            long position)
            implements Answer {}

    record Reversed(
            ReversalId reversalId,
            DeductionId deductionId,
            AccountId accountId,
            Credits amount,
            List<ReturnedPart> returnedTo,
            BalanceAfter balance,
            long position)
            implements Answer {}

    record Held(
            HoldId holdId,
            AccountId accountId,
            Credits amount,
            Instant expiresAt,
            List<Part> heldFrom,
            BalanceAfter balance,
            long position)
            implements Answer {}

    record Released(
            HoldId holdId,
            AccountId accountId,
            Credits released,
            List<ReturnedPart> returnedTo,
            BalanceAfter balance,
            long position)
            implements Answer {}

    /** @param limits seconds by window, in the place of the tier's */
    record QuotaSet(
            AccountId accountId, String feature, Map<Window, Long> before, Map<Window, Long> limits, long position)
            implements Answer {}

    record StatusChanged(AccountId accountId, Status status, long position) implements Answer {}

    /** @param granted with this change, as withdrawn was taken back */
    record Subscribed(
            AccountId accountId,
            Tier tier,
            SubscriptionStatus status,
            Instant anchor,
            Optional<PeriodAnswer> period,
            Credits granted,
            Credits withdrawn,
            BalanceAfter balance,
            long position)
            implements Answer {}

    /** @param number counted from the anchor, in months */
    record PeriodAnswer(long number, Instant from, Instant until) {
        public static Optional<PeriodAnswer> of(Optional<Period> period) {
            return period.map(it -> new PeriodAnswer(it.number(), it.from(), it.until()));
        }
    }

    record WrittenOff(AccountId accountId, Credits amount, Credits uncovered, long position) implements Answer {}

    /** What the account had right after the change. */
    record BalanceAfter(Credits available, Credits held, Credits pending, Credits total) {
        public static BalanceAfter of(Balance balance) {
            return new BalanceAfter(balance.available(), balance.held(), balance.pending(), balance.total());
        }
    }

    record Part(GrantId grantId, Credits amount) {
        static List<Part> of(List<Draw> draws) {
            return draws.stream()
                    .map(draw -> new Part(draw.grant(), draw.amount()))
                    .toList();
        }
    }

    /** @param expired whether it expired at once, because its lot had expired meanwhile */
    record ReturnedPart(GrantId grantId, Credits amount, boolean expired, Fate fate) {
        static List<ReturnedPart> of(List<dev.creditledger.domain.account.Returned> parts) {
            return parts.stream()
                    .map(part ->
                            new ReturnedPart(part.grant(), part.amount(), part.fate() == Fate.EXPIRED, part.fate()))
                    .toList();
        }
    }
}
