package dev.creditledger.domain.account;

import dev.creditledger.domain.Credits;
import dev.creditledger.domain.Rejection;
import java.math.BigDecimal;
import java.time.Instant;

/** Why an account says no. Each is one problem type of the API. */
public sealed interface AccountRejection extends Rejection {

    record NoSuchAccount(AccountId account) implements AccountRejection {}

    record AccountAlreadyExists(AccountId account) implements AccountRejection {}

    record AccountIsFrozen(AccountId account) implements AccountRejection {}

    record AccountIsNotFrozen(AccountId account) implements AccountRejection {}

    record AccountIsClosed(AccountId account) implements AccountRejection {}

    /** It still has open holds, uncovered usage, or credits and no word on what becomes of them. */
    record AccountNotEmpty(AccountId account, Balance balance, int openHolds, Credits uncovered)
            implements AccountRejection {}

    /** @param reason what stands behind it, such as {@code subscription_suspended} */
    record SpendingStopped(AccountId account, String reason) implements AccountRejection {}

    /** Usage was recorded beyond what the account had: a paid grant or a write-off comes first. */
    record UsageUncovered(Credits uncovered) implements AccountRejection {}

    /** @param requested what would be uncovered besides */
    record UncoveredLimitExceeded(Credits uncovered, Credits requested, Credits max) implements AccountRejection {}

    record WriteOffExceedsUncovered(Credits requested, Credits uncovered) implements AccountRejection {}

    record InsufficientCredits(Credits required, Credits available) implements AccountRejection {
        public Credits shortfall() {
            return required.minus(available);
        }
    }

    record NoSuchGrant(GrantId grant) implements AccountRejection {}

    record NoSuchDeduction(DeductionId deduction) implements AccountRejection {}

    record NoSuchHold(HoldId hold) implements AccountRejection {}

    /** It was captured, released or has expired. */
    record HoldIsClosed(HoldId hold) implements AccountRejection {}

    /** @param what what there are too many of, such as {@code open_lots} */
    record LimitReached(String what, int max) implements AccountRejection {}

    record CaptureExceedsHold(Credits requested, Credits held) implements AccountRejection {}

    record ReversalExceedsDeduction(Credits requested, Credits reversible) implements AccountRejection {}

    record GrantExpiredBeforeStart(Instant effectiveAt, Instant expiresAt) implements AccountRejection {}

    record LifetimeLimitExceeded(Credits granted, Credits requested, Credits max) implements AccountRejection {}

    record UnknownFeature(String feature) implements AccountRejection {}

    /** A quantity so large that no amount of credits can pay it. */
    record QuantityTooLarge(String feature, BigDecimal quantity) implements AccountRejection {}

    record UnknownModel(String vendor, String model) implements AccountRejection {}
}
