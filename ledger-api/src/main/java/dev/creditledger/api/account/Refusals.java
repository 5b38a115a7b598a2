package dev.creditledger.api.account;

import dev.creditledger.api.problem.Problem;
import dev.creditledger.api.problem.ProblemException;
import dev.creditledger.domain.account.AccountRejection;
import dev.creditledger.domain.account.AccountRejection.AccountAlreadyExists;
import dev.creditledger.domain.account.AccountRejection.AccountIsClosed;
import dev.creditledger.domain.account.AccountRejection.AccountIsFrozen;
import dev.creditledger.domain.account.AccountRejection.AccountIsNotFrozen;
import dev.creditledger.domain.account.AccountRejection.AccountNotEmpty;
import dev.creditledger.domain.account.AccountRejection.CaptureExceedsHold;
import dev.creditledger.domain.account.AccountRejection.GrantExpiredBeforeStart;
import dev.creditledger.domain.account.AccountRejection.HoldIsClosed;
import dev.creditledger.domain.account.AccountRejection.InsufficientCredits;
import dev.creditledger.domain.account.AccountRejection.LifetimeLimitExceeded;
import dev.creditledger.domain.account.AccountRejection.LimitReached;
import dev.creditledger.domain.account.AccountRejection.NoSuchAccount;
import dev.creditledger.domain.account.AccountRejection.NoSuchDeduction;
import dev.creditledger.domain.account.AccountRejection.NoSuchGrant;
import dev.creditledger.domain.account.AccountRejection.NoSuchHold;
import dev.creditledger.domain.account.AccountRejection.QuantityTooLarge;
import dev.creditledger.domain.account.AccountRejection.ReversalExceedsDeduction;
import dev.creditledger.domain.account.AccountRejection.SpendingStopped;
import dev.creditledger.domain.account.AccountRejection.UncoveredLimitExceeded;
import dev.creditledger.domain.account.AccountRejection.UnknownFeature;
import dev.creditledger.domain.account.AccountRejection.UnknownModel;
import dev.creditledger.domain.account.AccountRejection.UsageUncovered;
import dev.creditledger.domain.account.AccountRejection.WriteOffExceedsUncovered;
import dev.creditledger.domain.pricing.ModelName;
import dev.creditledger.domain.subscription.SubscriptionRejection;
import dev.creditledger.domain.subscription.SubscriptionRejection.IllegalStatusChange;
import dev.creditledger.domain.subscription.SubscriptionStatus;
import java.util.Locale;

/** Each reason why an account says no is exactly one problem. */
public final class Refusals {

    private Refusals() {}

    public static ProblemException of(AccountRejection rejection, NearNames near) {
        return switch (rejection) {
            case NoSuchAccount(var account) -> Problem.ACCOUNT_NOT_FOUND.here().with("accountId", account);
            case AccountAlreadyExists(var account) ->
                Problem.ACCOUNT_EXISTS.here().with("accountId", account);
            case AccountIsFrozen(var account) -> Problem.ACCOUNT_FROZEN.here().with("accountId", account);
            case AccountIsNotFrozen(var account) ->
                Problem.ACCOUNT_NOT_FROZEN.here().with("accountId", account);
            case AccountIsClosed(var account) -> Problem.ACCOUNT_CLOSED.here().with("accountId", account);
            case AccountNotEmpty(var account, var balance, var openHolds, var uncovered) ->
                Problem.ACCOUNT_NOT_EMPTY
                        .here()
                        .with("accountId", account)
                        .with("balance", Answer.BalanceAfter.of(balance))
                        .with("openHolds", openHolds)
                        .with("uncovered", uncovered);
            case SpendingStopped(var account, var reason) ->
                Problem.SPENDING_STOPPED.here().with("accountId", account).with("reason", reason);
            case UsageUncovered(var uncovered) -> Problem.USAGE_UNCOVERED.here().with("uncovered", uncovered);
            case UncoveredLimitExceeded(var uncovered, var requested, var max) ->
                Problem.UNCOVERED_LIMIT_EXCEEDED
                        .here()
                        .with("uncovered", uncovered)
                        .with("requested", requested)
                        .with("max", max);
            case WriteOffExceedsUncovered(var requested, var uncovered) ->
                Problem.WRITE_OFF_EXCEEDS_UNCOVERED
                        .here()
                        .with("requested", requested)
                        .with("uncovered", uncovered);
            case UnknownFeature(var feature) ->
                Problem.UNKNOWN_FEATURE.here().with("feature", feature).with("near", near.features(feature));
            case QuantityTooLarge(var feature, var quantity) ->
                Problem.QUANTITY_TOO_LARGE.here().with("feature", feature).with("quantity", quantity);
            case InsufficientCredits insufficient ->
                Problem.INSUFFICIENT_CREDITS
                        .because(insufficient.required() + " credits are required, " + insufficient.available()
                                + " are available.")
                        .with("required", insufficient.required())
                        .with("available", insufficient.available())
                        .with("shortfall", insufficient.shortfall());
            case NoSuchGrant(var grant) -> Problem.GRANT_NOT_FOUND.here().with("grantId", grant);
            case NoSuchDeduction(var deduction) ->
                Problem.DEDUCTION_NOT_FOUND.here().with("deductionId", deduction);
            case NoSuchHold(var hold) -> Problem.HOLD_NOT_FOUND.here().with("holdId", hold);
            case HoldIsClosed(var hold) -> Problem.HOLD_CLOSED.here().with("holdId", hold);
            case LimitReached(var what, var max) ->
                Problem.LIMIT_REACHED
                        .because("It may have at most " + max + ' ' + what.replace('_', ' ') + '.')
                        .with("limit", what)
                        .with("max", max);
            case CaptureExceedsHold(var requested, var held) ->
                Problem.CAPTURE_EXCEEDS_HOLD.here().with("requested", requested).with("held", held);
            case ReversalExceedsDeduction(var requested, var reversible) ->
                Problem.REVERSAL_EXCEEDS_DEDUCTION
                        .here()
                        .with("requested", requested)
                        .with("reversible", reversible);
            case GrantExpiredBeforeStart(var effectiveAt, var expiresAt) ->
                Problem.GRANT_EXPIRED_BEFORE_START
                        .here()
                        .with("effectiveAt", effectiveAt)
                        .with("expiresAt", expiresAt);
            case LifetimeLimitExceeded(var granted, var requested, var max) ->
                Problem.LIFETIME_LIMIT_EXCEEDED
                        .here()
                        .with("granted", granted)
                        .with("requested", requested)
                        .with("max", max);
            case UnknownModel(var vendor, var model) ->
                Problem.UNKNOWN_MODEL
                        .here()
                        .with("vendor", vendor)
                        .with("model", model)
                        .with("near", near.models(new ModelName(vendor, model)));
        };
    }

    static ProblemException of(SubscriptionRejection rejection) {
        return switch (rejection) {
            case IllegalStatusChange(var from, var to, var legal) ->
                Problem.ILLEGAL_STATUS_CHANGE
                        .because(from.map(status -> "It is " + spelled(status)).orElse("There is no subscription yet")
                                + " and cannot become " + spelled(to) + '.')
                        .with("from", from)
                        .with("to", to)
                        .with("legal", legal.stream().sorted().toList());
        };
    }

    private static String spelled(SubscriptionStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
